"""The style sheets keep the rules of the house."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.components.css import COMMENT, sheet, sheets

PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|(?:min-|max-)?(?:width|height)|left|right|top|bottom"
    r"|float|text-align:\s*(?:left|right))\s*(?=:)"
)
MEDIA = re.compile(r"@(?:media|container)[^{]*\{")


def faults(css: str) -> list[str]:
    """Physical properties: those that would need a second design from right to left."""
    plain = MEDIA.sub("", re.sub(r"url\([^)]*\)", "", COMMENT.sub("", css)))
    return PHYSICAL.findall(plain)


@pytest.mark.parametrize("path", sheets(), ids=lambda path: path.stem)
def test_only_logical_properties_are_used(path: Path) -> None:
    assert faults(path.read_text()) == []


@pytest.mark.parametrize(
    "css",
    [
        "a { margin-left: 1px }",
        "a{width:1px}",
        "a { max-height : 2rem }",
        "@media (max-width: 3rem) { a { top: 0 } }",
    ],
)
def test_a_physical_property_is_seen(css: str) -> None:
    assert len(faults(css)) == 1


@pytest.mark.parametrize("path", sheets(), ids=lambda path: path.stem)
def test_every_custom_property_that_is_used_exists(path: Path) -> None:
    used = set(re.findall(r"var\(--([\w-]+)\)", sheet(path.stem)))
    given = set(re.findall(r"--([\w-]+):", sheet("tokens") + sheet(path.stem)))

    assert used - given == set()


@pytest.mark.parametrize("path", sheets(), ids=lambda path: path.stem)
def test_nothing_is_loaded_from_elsewhere(path: Path) -> None:
    assert not re.search(r"url\(\s*[\"']?(?:https?:)?//|@import", sheet(path.stem))


def test_type_has_six_sizes() -> None:
    sizes = re.findall(r"--t-(\d+): ([\d.]+)rem", sheet("tokens"))

    assert [int(name) for name, _ in sizes] == [12, 14, 16, 20, 25, 31]
    assert all(float(rem) * 16 == int(name) for name, rem in sizes)


def test_what_moves_stands_still_for_who_asks() -> None:
    assert "prefers-reduced-motion: reduce" in sheet("base")


def test_the_style_sheets_stay_small() -> None:
    assert sum(path.stat().st_size for path in sheets()) < 96_000
