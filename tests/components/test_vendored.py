"""What comes from elsewhere is listed, unchanged and used."""

from __future__ import annotations

import hashlib
import re
import tomllib

import pytest

from tests.architecture.reading import ROOT, templates
from ui.templatetags import charts, ui

STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
LISTED = tomllib.loads((VENDOR / "VENDORED.toml").read_text())["file"]
SPRITE = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / ui.ICONS).read_text()))


@pytest.mark.parametrize("entry", LISTED, ids=lambda entry: entry["path"])
def test_a_vendored_file_is_the_one_that_was_taken(entry: dict[str, str]) -> None:
    assert hashlib.sha256((VENDOR / entry["path"]).read_bytes()).hexdigest() == entry["sha256"]
    assert entry["licence"]
    assert entry["version"] in entry["path"] or entry["path"].startswith("noto-")


def test_nothing_lies_there_unlisted() -> None:
    present = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}

    assert present - {"VENDORED.toml"} == {entry["path"] for entry in LISTED}


def test_the_whole_is_small() -> None:
    assert sum(path.stat().st_size for path in VENDOR.rglob("*") if path.is_file()) < 700_000


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    named: set[str] = set()
    for path in templates():
        text = (ROOT / path).read_text()
        named |= set(re.findall(r"\{% icon \"([\w-]+)\"", text))
        named |= set(re.findall(r"\bicon=\"([\w-]+)\"", text))

    assert named
    assert named - SPRITE == set()
    assert ui.TURNING <= SPRITE


def test_the_map_has_the_programmes_countries() -> None:
    outlines = set(re.findall(r'<path id="(\w+)"', (STATIC / charts.WORLD).read_text()))

    assert {"KH", "VN", "BD", "ID", "JO", "NI", "HT", "EG", "ET", "LK", "PK", "rest"} <= outlines
