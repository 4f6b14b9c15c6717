"""Measures of the fourth pillar: who learned what, and for how long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from criteria.domain.days import Ints
from criteria.domain.history import Flags
from criteria.domain.history import Learning as LearningTable
from criteria.domain.measures.items import CountedItems, ItemKind, items_of, rows_of
from criteria.domain.measures.snapshot import RowSpan, Snapshot
from criteria.domain.measures.units import COURSES, HOURS, PEOPLE
from criteria.domain.measures.vocabulary import (
    Direction,
    EvidencePlace,
    Measure,
    MeasureColumn,
    Pillar,
    Shape,
    Unit,
    column,
)
from criteria.domain.measures.window import EVERYTHING, MeasureWindow, WindowKind
from criteria.domain.translations import Forms
from criteria.domain.translations import gettext_noop as _
from criteria.domain.translations import ngettext_noop as ngettext

_SOURCE = _("Learning records: courses and seminars, with participants by sex and role")
_NEVER_LEARNED = _(
    "Unknown when no learning of the factory was ever recorded; otherwise none in the window is 0"
)

_ADVICE = _("have the courses that your people attend recorded")
_PRACTICE = _(
    "Plan the year's learning in January, send managers and workers together, and let those who went teach those who "
    "did not."
)

People = Callable[[LearningTable], Ints]
Find = Callable[[Snapshot, MeasureWindow, int], CountedItems]


def _managers(table: LearningTable) -> Ints:
    return table.managers_men + table.managers_women


def _workers(table: LearningTable) -> Ints:
    return table.workers_men + table.workers_women


def _women(table: LearningTable) -> Ints:
    return table.managers_women + table.workers_women


def _all_participants(table: LearningTable) -> Ints:
    return _managers(table) + _workers(table)


def _attended(snapshot: Snapshot, window: MeasureWindow) -> tuple[LearningTable, RowSpan, Flags]:
    """The table, its rows within the window, and where learning was ever recorded."""
    table = snapshot.history.learning
    return table, snapshot.span(table, window), snapshot.span(table, EVERYTHING).count > 0


def _records(chosen: Callable[[LearningTable, int], NDArray[Any]]) -> Find:
    """Records within the window of which the chosen column, as seen from a day, is not 0."""

    def find(snapshot: Snapshot, window: MeasureWindow, at: int) -> CountedItems:
        table, span, _known = _attended(snapshot, window)
        rows, selected = rows_of(span, at), chosen(table, snapshot.as_of)
        counted = [row for row in rows if selected[row]]
        return CountedItems(
            items_of(ItemKind.LEARNING, table, counted), read=items_of(ItemKind.LEARNING, table, rows)
        )

    return find


def _last_times(table: LearningTable, as_of: int) -> Flags:
    """The records that stand for their course: its last time by the day."""
    last: Flags = table.next_same > as_of
    return last


def _last_times_on_offer(table: LearningTable, as_of: int) -> Flags:
    return _last_times(table, as_of) & table.on_offer


def _courses(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
    table, span, known = _attended(snapshot, window)
    return column(span.total(_last_times(table, snapshot.as_of)), known)


def _course_share(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
    table, span, known = _attended(snapshot, window)
    n = span.total(_last_times_on_offer(table, snapshot.as_of))
    of = np.full(n.size, snapshot.history.courses_on_offer, dtype=np.int64)
    return column(n, known & (of > 0), of)


def _participants(people: People) -> Callable[[Snapshot, MeasureWindow], MeasureColumn]:
    def read(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
        table, span, known = _attended(snapshot, window)
        return column(span.total(people(table)), known)

    return read


def _women_share(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
    table, span, known = _attended(snapshot, window)
    of = span.total(_all_participants(table))
    return column(span.total(_women(table)), known & (of > 0), of)


def _hours(people: People, *, women: bool) -> Callable[[Snapshot, MeasureWindow], MeasureColumn]:
    def read(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
        table, span, known = _attended(snapshot, window)
        counts = snapshot.history.workforce
        of = snapshot.span(counts, EVERYTHING).newest(counts.women if women else counts.workers)
        return column(span.total(table.hours * people(table)), known & (of > 0), of)

    return read


def _measure(
    name: str,
    title: str,
    unit: Unit,
    definition: str,
    example: str,
    *,
    read: Callable[[Snapshot, MeasureWindow], MeasureColumn],
    find: Find,
    advice: str = _ADVICE,
    shortfall: Forms | None = None,
    shape: Shape = Shape.COUNT,
    missing: str = _NEVER_LEARNED,
) -> Measure:
    return Measure(
        name=name, title=title, unit=unit, direction=Direction.MORE, pillar=Pillar.LEARNING, shape=shape,
        windows=(WindowKind.ALL, WindowKind.MONTHS), source=_SOURCE, missing=missing, definition=definition,
        example=example, place=EvidencePlace.LEARNING, advice=advice, practice=_PRACTICE, shortfall=shortfall,
        read=read, find=find,
    )  # fmt: skip


_NO_WORKFORCE_ADVICE = _("have the courses that your people attend recorded, and the size of your workforce")
_NO_WORKFORCE = _(
    "Unknown when no learning of the factory was ever recorded, or its workforce was not counted"
)

MEASURES: tuple[Measure, ...] = (
    _measure(
        "courses_attended",
        _("Courses and seminars attended"),
        COURSES,
        _("Different courses and seminars that people of the factory attended within the window."),
        _("Supervisory skills twice and safety awareness once: 2."),
        read=_courses,
        find=_records(_last_times),
    ),
    _measure(
        "course_share",
        _("Share of the courses on offer attended"),
        COURSES,
        _(
            "Different courses of the programme's catalogue attended within the window, of those in the catalogue."
        ),
        _("6 of the 8 on offer: 6 of 8."),
        read=_course_share,
        find=_records(_last_times_on_offer),
        shape=Shape.SHARE,
        missing=_("Unknown when no learning of the factory was ever recorded, or nothing is on offer"),
    ),
    _measure(
        "manager_participants",
        _("Managers who took part"),
        PEOPLE,
        _("Managers who took part in courses within the window, counted once for each course."),
        _("2 managers in one course and 1 in another: 3."),
        read=_participants(_managers),
        find=_records(lambda table, _on: _managers(table)),
        shortfall=ngettext("%(count)s more manager in a course", "%(count)s more managers in courses"),
    ),
    _measure(
        "worker_participants",
        _("Workers who took part"),
        PEOPLE,
        _("Workers who took part in courses within the window, counted once for each course."),
        _("12 workers in one course and 8 in another: 20."),
        read=_participants(_workers),
        find=_records(lambda table, _on: _workers(table)),
        shortfall=ngettext("%(count)s more worker in a course", "%(count)s more workers in courses"),
    ),
    _measure(
        "women_participants",
        _("Women who took part"),
        PEOPLE,
        _(
            "Women, managers and workers, who took part in courses within the window, counted once for each course."
        ),
        _("2 women managers and 14 women workers in one course: 16."),
        read=_participants(_women),
        find=_records(lambda table, _on: _women(table)),
        shortfall=ngettext("%(count)s more woman in a course", "%(count)s more women in courses"),
    ),
    _measure(
        "women_participants_share",
        _("Women's share of those who took part"),
        PEOPLE,
        _("Women among all who took part in courses within the window."),
        _("16 women of 20 participants: 16 of 20."),
        read=_women_share,
        find=_records(lambda table, _on: _women(table)),
        shortfall=ngettext(
            "%(count)s more woman among the participants", "%(count)s more women among the participants"
        ),
        shape=Shape.SHARE,
        missing=_("Unknown when nobody took part within the window"),
    ),
    _measure(
        "learning_hours",
        _("Learning hours per worker"),
        HOURS,
        _(
            "Hours of learning of all who took part (length of the course times people), of the number of workers."
        ),
        _("An 8-hour course with 25 people in a factory of 400: 200 of 400, 50 hours per 100 workers."),
        read=_hours(_all_participants, women=False),
        find=_records(lambda table, _on: table.hours * _all_participants(table)),
        advice=_NO_WORKFORCE_ADVICE,
        shape=Shape.RATIO,
        missing=_NO_WORKFORCE,
    ),
    _measure(
        "learning_hours_workers",
        _("Workers' learning hours per worker"),
        HOURS,
        _("Hours of learning of workers without managers, of the number of workers."),
        _("An 8-hour course with 20 workers in a factory of 400: 160 of 400, 40 hours per 100 workers."),
        read=_hours(_workers, women=False),
        find=_records(lambda table, _on: table.hours * _workers(table)),
        advice=_NO_WORKFORCE_ADVICE,
        shape=Shape.RATIO,
        missing=_NO_WORKFORCE,
    ),
    _measure(
        "learning_hours_women",
        _("Women's learning hours per woman"),
        HOURS,
        _("Hours of learning of women, managers and workers, of the number of women employed."),
        _("An 8-hour course with 16 women in a factory with 320 women: 128 of 320, 40 hours per 100."),
        read=_hours(_women, women=True),
        find=_records(lambda table, _on: table.hours * _women(table)),
        advice=_NO_WORKFORCE_ADVICE,
        shape=Shape.RATIO,
        missing=_NO_WORKFORCE,
    ),
)
