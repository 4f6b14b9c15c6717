"""Every measure is fully documented, here and in docs/criteria.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from criteria.domain.measures import MEASURES, Direction, Measure, Shape, WindowKind
from criteria.domain.measures.words import DIRECTIONS, SHAPES, WINDOWS

GUIDE = (Path(__file__).parents[3] / "docs" / "criteria.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.name)
def test_a_measure_says_what_it_is(measure: Measure):
    assert measure.definition.endswith(".")
    assert measure.source
    assert measure.missing.startswith("Unknown")
    assert measure.example
    assert measure.windows
    assert measure.shape is not Shape.YES_NO or measure.best == 1
    assert measure.direction is Direction.MORE or measure.worst > 0 or measure.is_rate


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.name)
def test_a_measure_has_its_row_in_the_guide(measure: Measure):
    windows = ", ".join(kind.value for kind in measure.windows)
    better = measure.direction.value

    assert (
        f"| `{measure.name}` | {measure.unit.code} | {better} | {measure.shape.value} | {windows} |" in GUIDE
    )


def test_no_two_measures_have_one_title():
    assert len({measure.title for measure in MEASURES.values()}) == len(MEASURES)


def test_every_term_of_the_vocabulary_has_words():
    assert all(measure.unit.title and all(measure.unit.shortfall) for measure in MEASURES.values())
    assert (set(Direction), set(Shape), set(WindowKind)) == (set(DIRECTIONS), set(SHAPES), set(WINDOWS))


def test_the_guide_has_no_measure_that_is_gone():
    rows = [
        line.split("`")[1] for line in GUIDE.splitlines() if line.startswith("| `") and line.count("|") > 6
    ]

    assert set(rows) == set(MEASURES)


def test_measures_of_assessments_and_of_time_are_read_over_their_own_windows():
    for measure in MEASURES.values():
        assert set(measure.windows) in (
            {WindowKind.LAST, WindowKind.BACK},
            {WindowKind.ALL},
            {WindowKind.ALL, WindowKind.MONTHS},
        )
