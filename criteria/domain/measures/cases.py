"""Measures of the first pillar: zero-tolerance cases."""

from __future__ import annotations

from collections.abc import Callable

from criteria.domain.measures.items import CountedItems, ItemKind, items_of, rows_of
from criteria.domain.measures.snapshot import Snapshot
from criteria.domain.measures.units import CASES
from criteria.domain.measures.vocabulary import (
    Direction,
    EvidencePlace,
    Measure,
    MeasureColumn,
    Pillar,
    Shape,
    column,
)
from criteria.domain.measures.window import EVERYTHING, MeasureWindow, WindowKind
from criteria.domain.translations import gettext_noop as _
from criteria.domain.translations import ngettext_noop as ngettext

_DATED = (WindowKind.ALL, WindowKind.MONTHS)
_ADVICE = _("the next full unannounced assessment will tell")
_PRACTICE = _(
    "Follow the zero tolerance protocol step by step with your adviser until the case is closed, and keep what you "
    "changed in writing."
)


def _open_cases(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
    span = snapshot.span(snapshot.history.cases, window)
    n = span.total(snapshot.history.cases.closed > snapshot.as_of)
    return column(n, snapshot.assessed | (span.count > 0))


def _single_cases(*, only_open: bool) -> Callable[[Snapshot, MeasureWindow, int], CountedItems]:
    def find(snapshot: Snapshot, window: MeasureWindow, at: int) -> CountedItems:
        cases = snapshot.history.cases
        rows = rows_of(snapshot.span(cases, window), at)
        counted = [row for row in rows if not only_open or cases.closed[row] > snapshot.as_of]
        return CountedItems(
            items_of(ItemKind.CASE, cases, counted), read=items_of(ItemKind.CASE, cases, rows)
        )

    return find


def _cases_opened(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
    n = snapshot.span(snapshot.history.cases, window).count
    ever = snapshot.span(snapshot.history.cases, EVERYTHING).count
    return column(n, snapshot.assessed | (ever > 0))


MEASURES: tuple[Measure, ...] = (
    Measure(
        name="open_cases",
        title=_("Zero-tolerance cases open"),
        unit=CASES,
        direction=Direction.LESS,
        pillar=Pillar.COMPLIANCE,
        shape=Shape.COUNT,
        windows=(WindowKind.ALL,),
        source=_("Zero-tolerance cases"),
        missing=_("Unknown for a factory never assessed in any way, unless a case is on record"),
        definition=_("Zero-tolerance cases opened and not closed by the day."),
        example=_("Opened in March, closed on 9 May: on 8 May 1, on 9 May 0."),
        place=EvidencePlace.CASES,
        advice=_ADVICE,
        practice=_PRACTICE,
        shortfall=ngettext(
            "%(count)s zero-tolerance case to close", "%(count)s zero-tolerance cases to close"
        ),
        read=_open_cases,
        find=_single_cases(only_open=True),
        worst=3,
    ),
    Measure(
        name="cases_opened",
        title=_("Zero-tolerance cases opened"),
        unit=CASES,
        direction=Direction.LESS,
        pillar=Pillar.COMPLIANCE,
        shape=Shape.COUNT,
        windows=_DATED,
        source=_("Zero-tolerance cases"),
        missing=_("Unknown for a factory never assessed in any way, unless a case is on record"),
        definition=_("Zero-tolerance cases opened within the window, whether closed since or not."),
        example=_("One opened 20 months ago and closed since, over 24 months: 1."),
        place=EvidencePlace.CASES,
        advice=_ADVICE,
        practice=_PRACTICE,
        shortfall=ngettext(
            "time without a new zero-tolerance case: %(count)s is still recent",
            "time without a new zero-tolerance case: %(count)s are still recent",
        ),
        read=_cases_opened,
        find=_single_cases(only_open=False),
        worst=3,
    ),
)
