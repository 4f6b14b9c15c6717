"""Criteria with numbers moved: the document that is tried and the text that is kept say the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.domain.criteria import CriteriaDocument
from criteria.domain.criteria_parsing import parse_criteria
from lab.domain.variation import Variation, bar_span, rewritten, varied, window_span
from tests.architecture.reading import ROOT

TEXT = (ROOT / "criteria/documents/high-performance/1.0.toml").read_text()
SHIPPED = parse_criteria(TEXT)


@st.composite
def changes(draw: st.DrawFn) -> dict[str, Variation]:
    found = {}
    for one in draw(st.lists(st.sampled_from(SHIPPED.criteria), unique_by=lambda one: one.code, max_size=6)):
        bar, window = bar_span(one), window_span(one)
        found[one.code] = Variation(
            bar=draw(st.none() | st.integers(bar.low, bar.high)) if bar else None,
            window=draw(st.none() | st.integers(window.low, window.high)) if window else None,
            off=draw(st.booleans()),
        )
    return found


def numbers(document: CriteriaDocument) -> list[tuple[object, ...]]:
    return [(one.code, one.bar, one.window, one.comparison, one.sentence) for one in document.criteria]


@given(changes())
def test_the_text_that_is_kept_says_what_was_tried(moved: dict[str, Variation]) -> None:
    tried = varied(SHIPPED, moved)
    text = rewritten(TEXT, SHIPPED, moved, version="9.9")

    kept = parse_criteria(text)

    assert numbers(kept) == numbers(tried)
    assert kept.version == "9.9"


def test_comments_and_order_stay() -> None:
    text = rewritten(TEXT, SHIPPED, {"C2-LATEST": Variation(bar=8)}, version="1.0")
    # the library loses the space between a date and the end of its inline table
    before, after = (source.replace(" }", "}").splitlines() for source in (TEXT, text))
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]

    assert changed == [("threshold = { percent = 10}", "threshold = { percent = 8}")]


def test_the_heading_before_a_criterion_stays_when_the_one_above_it_goes() -> None:
    at = next(n for n, line in enumerate(TEXT.splitlines()) if line.startswith("# --- management systems"))
    last = [one for one in SHIPPED.criteria if one.pillar == "compliance"][-1]

    text = rewritten(TEXT, SHIPPED, {last.code: Variation(off=True)}, version="1.0")

    lines = text.splitlines()
    assert TEXT.splitlines()[at] in lines
    assert last.code not in text
    assert [line for line in lines if line.startswith("#")] == [
        line for line in TEXT.splitlines() if line.startswith("#")
    ]


@pytest.mark.parametrize(
    "change",
    [
        Variation(bar=101),
        Variation(bar=-1),
        Variation(window=0),
        Variation(window=7),
    ],
    ids=str,
)
def test_a_number_outside_of_what_can_be_tried_is_refused(change: Variation) -> None:
    with pytest.raises(ValueError, match="outside"):
        varied(SHIPPED, {"C2-LATEST": change})


def test_something_has_to_be_left() -> None:
    with pytest.raises(ValueError, match="left"):
        varied(SHIPPED, {one.code: Variation(off=True) for one in SHIPPED.criteria})


def test_a_yes_or_no_cannot_be_moved() -> None:
    assert bar_span(SHIPPED.criterion("D1-ELECTED")) is None
