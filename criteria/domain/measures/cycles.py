"""Measures of the first pillar: how often and how lately a factory was assessed."""

from __future__ import annotations

import numpy as np

from criteria.domain.days import months_begun
from criteria.domain.measures.items import CountedItems, ItemKind, items_of, rows_of
from criteria.domain.measures.snapshot import Snapshot
from criteria.domain.measures.units import ASSESSMENTS, CYCLES, MONTHS
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
_SHEETS = _("Answer sheets of final, full, unannounced assessments")
_NOT_ASSESSED = _("Unknown for a factory that was never assessed in any way")
_ADVICE = _("the next full unannounced assessment will tell")
_PRACTICE = _(
    "Keep the services running through the whole cycle: assessments come unannounced, about once a year."
)


def _full_assessments(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
    return column(snapshot.span(snapshot.history.judged, window).count, snapshot.assessed)


def _months_since(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
    span = snapshot.span(snapshot.history.judged, window)
    known = span.count > 0
    months = np.zeros(known.size, dtype=np.int64)
    months[known] = months_begun(span.newest(snapshot.history.judged.day)[known], snapshot.as_of)
    return column(months, known)


def _consecutive_cycles(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
    judged = snapshot.history.judged
    if not judged.cycle.size:
        return column(np.zeros(len(snapshot.history.codes), dtype=np.int64), snapshot.assessed)
    steps = np.diff(judged.cycle)
    goes_on = (np.diff(judged.factory) == 0) & ((steps == 0) | (steps == 1))
    begins = np.concatenate(([True], ~goes_on))
    first_of_run = np.maximum.accumulate(np.where(begins, np.arange(begins.size), 0))
    lengths = judged.cycle - judged.cycle[first_of_run] + 1
    return column(snapshot.span(judged, window).newest(lengths), snapshot.assessed)


def _assessments(snapshot: Snapshot, window: MeasureWindow, at: int) -> CountedItems:
    judged = snapshot.history.judged
    counted = items_of(ItemKind.ASSESSMENT, judged, reversed(rows_of(snapshot.span(judged, window), at)))
    return CountedItems(counted, read=counted)


def _latest_assessment(snapshot: Snapshot, window: MeasureWindow, at: int) -> CountedItems:
    latest = _assessments(snapshot, window, at).counted[:1]
    return CountedItems(latest, read=latest)


def _one_a_cycle(snapshot: Snapshot, window: MeasureWindow, at: int) -> CountedItems:
    """The latest assessment of each cycle of the run."""
    judged = snapshot.history.judged
    chosen: list[int] = []
    for row in reversed(rows_of(snapshot.span(judged, window), at)):
        step = int(judged.cycle[chosen[-1]] - judged.cycle[row]) if chosen else 1
        if step not in {0, 1}:
            break
        if step:
            chosen.append(row)
    counted = items_of(ItemKind.ASSESSMENT, judged, chosen)
    return CountedItems(counted, read=counted)


MEASURES: tuple[Measure, ...] = (
    Measure(
        name="full_assessments",
        title=_("Full unannounced assessments"),
        unit=ASSESSMENTS,
        direction=Direction.MORE,
        pillar=Pillar.COMPLIANCE,
        shape=Shape.COUNT,
        windows=_DATED,
        source=_SHEETS,
        missing=_NOT_ASSESSED,
        definition=_("How many final, full, unannounced assessments the factory has had."),
        example=_("Full and unannounced in 2016, 2017 and 2018, and a remote check in 2017: 3."),
        place=EvidencePlace.ASSESSMENTS,
        advice=_ADVICE,
        practice=_PRACTICE,
        read=_full_assessments,
        find=_assessments,
    ),
    Measure(
        name="months_since_assessment",
        title=_("Months since the latest assessment"),
        unit=MONTHS,
        direction=Direction.LESS,
        pillar=Pillar.COMPLIANCE,
        shape=Shape.COUNT,
        windows=(WindowKind.ALL,),
        source=_SHEETS,
        missing=_("Unknown when the factory has had no full unannounced assessment"),
        definition=_("Months begun since the day of the latest full unannounced assessment."),
        example=_("Assessed on 10 March 2017: on 10 June 2018 it is 15, on 11 June 2018 it is 16."),
        place=EvidencePlace.ASSESSMENT,
        advice=_ADVICE,
        practice=_PRACTICE,
        read=_months_since,
        find=_latest_assessment,
        worst=60,
    ),
    Measure(
        name="consecutive_cycles",
        title=_("Consecutive cycles assessed"),
        unit=CYCLES,
        direction=Direction.MORE,
        pillar=Pillar.COMPLIANCE,
        shape=Shape.COUNT,
        windows=(WindowKind.ALL,),
        source=_SHEETS,
        missing=_NOT_ASSESSED,
        definition=_("How many cycles in a row, up to the latest, had a full unannounced assessment."),
        example=_("Assessed in cycles 1, 3, 4 and 5: 3."),
        place=EvidencePlace.ASSESSMENT,
        advice=_ADVICE,
        practice=_PRACTICE,
        read=_consecutive_cycles,
        find=_one_a_cycle,
    ),
)
