"""The style sheets keep the rules of the house."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.reading import ROOT
from tests.components.css import COMMENT, sheet, sheets

PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|(?:min-|max-)?(?:width|height)|left|right|top|bottom"
    r"|float(?!\s*:\s*inline-)|text-align:\s*(?:left|right))\s*(?=:)"
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
    assert sum(path.stat().st_size for path in sheets()) < 102_500


def _classes_named(css: str) -> set[str]:
    selectors = re.sub(r"\{[^{}]*\}", " ", css)
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors))


def _texts() -> str:
    """Everything that may give an element a class: templates, scripts and Python of the product."""
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "js").rglob("*.js")]
    elsewhere = {".venv", "tests", "node_modules"}
    files += [path for path in ROOT.glob("*/**/*.py") if path.relative_to(ROOT).parts[0] not in elsewhere]
    return "\n".join(path.read_text() for path in files)


def test_every_class_that_is_styled_is_used() -> None:
    """Classes that end in a value ("step-done") count as used when a template puts something behind their beginning."""
    texts = _texts()
    made = set(re.findall(r"([a-z][\w-]*-)(?:\{[{%]|\$\{|\{\w)", texts))

    unused = {
        name
        for path in sheets()
        for name in _classes_named(sheet(path.stem))
        if not re.search(rf"(?<![\w-]){name}(?![\w-])", texts)
        and not any(name.startswith(start) for start in made)
    }

    assert unused - {"htmx-request"} == set()  # htmx sets it
