"""Measures of the second pillar: how well management systems stand, as advisers scored them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from advisory.domain.systems import ELEMENTS, IN_PLACE
from criteria.domain.history import History, SystemsReviews
from criteria.domain.measures import units
from criteria.domain.measures.items import CountedItems, ItemKind, items_of, rows_of
from criteria.domain.measures.snapshot import Snapshot
from criteria.domain.measures.vocabulary import (
    Direction,
    EvidencePlace,
    Measure,
    MeasureColumn,
    Pillar,
    Shape,
    column,
)
from criteria.domain.measures.window import MeasureWindow, WindowKind
from criteria.domain.translations import gettext_noop as _

_DATED = (WindowKind.ALL, WindowKind.MONTHS)
_SOURCE = _("Management-system reviews by the programme's advisers")
_MISSING = _("Unknown when the area was not reviewed within the window")
_ADVICE = _("ask your adviser to review the management system")
_PRACTICE = _(
    "Write policy, procedure, responsible person and yearly review for each area, and let the review change "
    "something."
)

Area = Callable[[History], SystemsReviews]


def _score(area: Area) -> Callable[[Snapshot, MeasureWindow], MeasureColumn]:
    def read(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
        reviews = area(snapshot.history)
        span = snapshot.span(reviews, window)
        return column(span.newest(reviews.score), span.count > 0)

    return read


def _elements(area: Area) -> Callable[[Snapshot, MeasureWindow], MeasureColumn]:
    def read(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
        reviews = area(snapshot.history)
        span = snapshot.span(reviews, window)
        levels = np.array([span.newest(getattr(reviews, element)) for element in ELEMENTS])
        of = (levels > 0).sum(axis=0)
        return column((levels >= IN_PLACE).sum(axis=0), of > 0, of)

    return read


def _review(area: Area) -> Callable[[Snapshot, MeasureWindow, int], CountedItems]:
    """The latest review of the area."""

    def find(snapshot: Snapshot, window: MeasureWindow, at: int) -> CountedItems:
        reviews = area(snapshot.history)
        latest = rows_of(snapshot.span(reviews, window), at)[-1:]
        counted = items_of(ItemKind.SYSTEMS_REVIEW, reviews, latest)
        return CountedItems(counted, read=counted)

    return find


def _of_area(code: str, area: Area, score_title: str, elements_title: str) -> tuple[Measure, Measure]:
    return (
        Measure(
            name=f"systems_score_{code}",
            title=score_title,
            unit=units.LEVELS,
            direction=Direction.MORE,
            pillar=Pillar.MANAGEMENT_SYSTEMS,
            shape=Shape.COUNT,
            windows=_DATED,
            source=_SOURCE,
            missing=_MISSING,
            definition=_("The score, 1 to 5, of the latest review of the area within the window."),
            example=_("Scored 3 in April 2017 and 4 in March 2018: 4."),
            place=EvidencePlace.SYSTEMS,
            advice=_ADVICE,
            practice=_PRACTICE,
            read=_score(area),
            find=_review(area),
            best=5,
        ),
        Measure(
            name=f"systems_elements_{code}",
            title=elements_title,
            unit=units.ELEMENTS,
            direction=Direction.MORE,
            pillar=Pillar.MANAGEMENT_SYSTEMS,
            shape=Shape.SHARE,
            windows=_DATED,
            source=_SOURCE,
            missing=_(
                "Unknown when the area was not reviewed within the window, or its elements were not counted"
            ),
            definition=_(
                "Elements of the system that are in place (level 3 or more), of those the review looked for."
            ),
            example=_("A policy, a procedure and a responsible person, but no review of it: 3 of 4."),
            place=EvidencePlace.SYSTEMS,
            advice=_ADVICE,
            practice=_PRACTICE,
            read=_elements(area),
            find=_review(area),
        ),
    )


MEASURES: tuple[Measure, ...] = (
    *_of_area(
        "osh",
        lambda history: history.systems_osh,
        _("Management system for safety and health"),
        _("Elements of the safety and health system in place"),
    ),
    *_of_area(
        "hr",
        lambda history: history.systems_hr,
        _("Management system for human resources"),
        _("Elements of the human resources system in place"),
    ),
)
