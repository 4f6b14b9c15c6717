"""Differences in words: nothing in which two documents differ stays hidden from whoever approves one of them."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from criteria.documents import text_of
from criteria.domain.criteria import Bar, Close, Comparison, CriteriaDocument, Criterion, Override, Reference
from criteria.domain.criteria_parsing import parse_criteria
from criteria.domain.differences import Naming, differences
from criteria.domain.measures import MeasureWindow, Pillar, WindowKind

SHIPPED = parse_criteria(text_of("high-performance", "1.0"))
LATEST = SHIPPED.criterion("C2-LATEST")
TWO = MeasureWindow(WindowKind.LAST, 2)
OTHER: dict[str, Any] = {
    "code": "C2-OTHER",
    "pillar": Pillar.LEARNING,
    "title": "Another title",
    "sentence": "{bar} of all.",
    "measure": "noncompliance_rate_OS",
    "comparison": Comparison.EQUALS,
    "bar": Bar(8, 100),
    "window": TWO,
    "set_by_programme": not LATEST.set_by_programme,
    "references": (Reference("Another"),),
    "overrides": {"HT": Override(Bar(1, 8), TWO)},
    "translations": {"fr": {"title": "Un titre"}},
}
OF_DOCUMENT: dict[str, Any] = {
    "title": "Another title",
    "description": "Another description",
    "pillars": {**SHIPPED.pillars, Pillar.LEARNING: "Lessons"},
    "close": Close(1, frozenset({"C3"})),
    "references": (Reference("Another"),),
    "translations": {"fr": {"learning": "Apprentissage"}},
}


def with_latest(criterion: Criterion) -> CriteriaDocument:
    return replace(SHIPPED, criteria=tuple(criterion if one is LATEST else one for one in SHIPPED.criteria))


def test_every_field_is_among_those_tried() -> None:
    assert {field.name for field in fields(Criterion)} - {"unit"} == set(OTHER)  # the measure's
    told_apart = {"code", "version", "criteria"}  # what a draft is called, and the criteria one by one
    assert {field.name for field in fields(CriteriaDocument)} - told_apart == set(OF_DOCUMENT)


@pytest.mark.parametrize("name", OTHER)
def test_whatever_differs_in_a_criterion_is_told(name: str) -> None:
    changed = with_latest(replace(LATEST, **{name: OTHER[name]}))

    assert differences(SHIPPED, changed) != []
    assert differences(changed, SHIPPED) != []


@pytest.mark.parametrize("name", OF_DOCUMENT)
def test_whatever_differs_in_the_document_is_told(name: str) -> None:
    changed = replace(SHIPPED, **{name: OF_DOCUMENT[name]})

    assert differences(SHIPPED, changed) != []
    assert differences(changed, SHIPPED) != []


def test_nothing_differs_from_itself_and_everything_from_nothing() -> None:
    assert differences(SHIPPED, replace(SHIPPED, version="1.1")) == []
    assert {one.criterion for one in differences(None, SHIPPED)} >= {one.code for one in SHIPPED.criteria}


def test_it_is_told_in_words() -> None:
    changed = with_latest(replace(LATEST, bar=Bar(8, 100), overrides=OTHER["overrides"]))

    told = differences(SHIPPED, changed, Naming(countries={"HT": "Haiti"}))

    name = "Few findings in the latest assessment (C2-LATEST)"
    assert [one[1:] for one in told] == [
        (f"{name}: Threshold", "no more than 10 per cent", "no more than 8 per cent"),
        (
            f"{name}: Haiti",
            "as everywhere: no more than 10 per cent",
            "no more than 1 of 8; assessments looked at: 2",
        ),
    ]
