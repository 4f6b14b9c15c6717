"""Every pair of text and ground that occurs can be read, by day and by night."""

from __future__ import annotations

import pytest

from tests.components.css import colours, contrast, sheet

GROUNDS = ("paper", "sheet", "well")
TEXT = [
    (ink, ground)
    for ink in ("ink", "ink-2", "ink-3", "teal", "teal-strong", "met", "not", "unknown")
    for ground in GROUNDS
]
TEXT += [
    ("on-teal", "teal"),
    ("on-teal", "teal-strong"),
    ("on-gold", "gold"),
    ("gold-text", "paper"),
    ("gold-text", "sheet"),
    ("gold-text", "gold-soft"),
    ("ink", "teal-soft"),
    ("teal", "teal-soft"),
    ("teal-strong", "teal-soft"),
    ("ink", "met-soft"),
    ("met", "met-soft"),
    ("ink", "not-soft"),
    ("not", "not-soft"),
    ("ink-2", "unknown-soft"),
    ("unknown", "unknown-soft"),
    ("paper", "ink"),  # a toast
]
# borders of controls, focus, marks: things seen, not read
SEEN = [
    (mark, ground)
    for mark in ("line-strong", "teal", "met", "not", "unknown")
    for ground in ("paper", "sheet")
]


def by(theme: str) -> dict[str, str]:
    return colours("tokens") | (colours("dark") if theme == "night" else {})


@pytest.mark.parametrize("theme", ["day", "night"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_stands_out_from_its_ground(theme: str, ink: str, ground: str) -> None:
    palette = by(theme)

    assert contrast(palette[ink], palette[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["day", "night"])
@pytest.mark.parametrize(("mark", "ground"), SEEN)
def test_what_is_only_seen_stands_out_too(theme: str, mark: str, ground: str) -> None:
    palette = by(theme)

    assert contrast(palette[mark], palette[ground]) >= 3


def test_the_night_has_a_value_for_every_colour_of_the_day_and_no_other() -> None:
    assert colours("dark").keys() == colours("tokens").keys()


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # its own example of a near miss


def test_gold_is_used_for_recognition_alone() -> None:
    """A rule that uses gold names what it is for in its selector."""
    about = ("gold", "seal", "recognised", "span", "swatch")
    for name in ("layout", "components", "charts", "base"):
        for rule in sheet(name).split("}"):
            selector, _, body = rule.rpartition("{")
            if "var(--gold" in body or "var(--on-gold" in body:
                assert any(word in selector for word in about), selector.strip()
