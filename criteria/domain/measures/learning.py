"""Measures of the fourth pillar: who learned what, and for how long."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from criteria.domain.days import Ints
from criteria.domain.facts import Flags
from criteria.domain.facts import Learning as LearningTable
from criteria.domain.measures.snapshot import Snapshot, Span
from criteria.domain.measures.vocabulary import Direction, Measure, MeasureColumn, Pillar, Shape, column
from criteria.domain.measures.window import EVERYTHING, Window, WindowKind
from criteria.domain.translations import gettext_noop as _

_SOURCE = _("Learning records: courses and seminars, with participants by sex and role")
_NEVER_LEARNED = _(
    "Unknown when no learning of the factory was ever recorded; otherwise none in the window is 0"
)

People = Callable[[LearningTable], Ints]


def _managers(table: LearningTable) -> Ints:
    return table.managers_men + table.managers_women


def _workers(table: LearningTable) -> Ints:
    return table.workers_men + table.workers_women


def _women(table: LearningTable) -> Ints:
    return table.managers_women + table.workers_women


def _everybody(table: LearningTable) -> Ints:
    return _managers(table) + _workers(table)


def _attended(snapshot: Snapshot, window: Window) -> tuple[LearningTable, Span, Flags]:
    """The table, its rows within the window, and where learning was ever recorded."""
    table = snapshot.history.learning
    return table, snapshot.span(table, window), snapshot.span(table, EVERYTHING).count > 0


def _courses(snapshot: Snapshot, window: Window) -> MeasureColumn:
    table, span, known = _attended(snapshot, window)
    # the last time of each course within the window stands for it
    return column(span.total(table.next_same > snapshot.as_of), known)


def _course_share(snapshot: Snapshot, window: Window) -> MeasureColumn:
    table, span, known = _attended(snapshot, window)
    n = span.total((table.next_same > snapshot.as_of) & table.on_offer)
    of = np.full(n.size, snapshot.history.courses_on_offer, dtype=np.int64)
    return column(n, known & (of > 0), of)


def _participants(people: People) -> Callable[[Snapshot, Window], MeasureColumn]:
    def read(snapshot: Snapshot, window: Window) -> MeasureColumn:
        table, span, known = _attended(snapshot, window)
        return column(span.total(people(table)), known)

    return read


def _women_share(snapshot: Snapshot, window: Window) -> MeasureColumn:
    table, span, known = _attended(snapshot, window)
    of = span.total(_everybody(table))
    return column(span.total(_women(table)), known & (of > 0), of)


def _hours(people: People, *, women: bool) -> Callable[[Snapshot, Window], MeasureColumn]:
    def read(snapshot: Snapshot, window: Window) -> MeasureColumn:
        table, span, known = _attended(snapshot, window)
        counts = snapshot.history.workforce
        of = snapshot.span(counts, EVERYTHING).newest(counts.women if women else counts.workers)
        return column(span.total(table.hours * people(table)), known & (of > 0), of)

    return read


def _measure(
    name: str,
    title: str,
    unit: str,
    definition: str,
    example: str,
    *,
    read: Callable[[Snapshot, Window], MeasureColumn],
    shape: Shape = Shape.COUNT,
    missing: str = _NEVER_LEARNED,
) -> Measure:
    return Measure(
        name=name, title=title, unit=unit, direction=Direction.MORE, pillar=Pillar.LEARNING, shape=shape,
        windows=(WindowKind.ALL, WindowKind.MONTHS), source=_SOURCE, missing=missing, definition=definition,
        example=example, read=read,
    )  # fmt: skip


_NO_WORKFORCE = _(
    "Unknown when no learning of the factory was ever recorded, or its workforce was not counted"
)

MEASURES: tuple[Measure, ...] = (
    _measure(
        "courses_attended",
        _("Courses and seminars attended"),
        "courses",
        _("Different courses and seminars that people of the factory attended within the window."),
        _("Supervisory skills twice and safety awareness once: 2."),
        read=_courses,
    ),
    _measure(
        "course_share",
        _("Share of the courses on offer attended"),
        "courses",
        _(
            "Different courses of the programme's catalogue attended within the window, of those in the catalogue."
        ),
        _("6 of the 8 on offer: 6 of 8."),
        read=_course_share,
        shape=Shape.SHARE,
        missing=_("Unknown when no learning of the factory was ever recorded, or nothing is on offer"),
    ),
    _measure(
        "manager_participants",
        _("Managers who took part"),
        "people",
        _("Managers who took part in courses within the window, counted once for each course."),
        _("2 managers in one course and 1 in another: 3."),
        read=_participants(_managers),
    ),
    _measure(
        "worker_participants",
        _("Workers who took part"),
        "people",
        _("Workers who took part in courses within the window, counted once for each course."),
        _("12 workers in one course and 8 in another: 20."),
        read=_participants(_workers),
    ),
    _measure(
        "women_participants",
        _("Women who took part"),
        "people",
        _(
            "Women, managers and workers, who took part in courses within the window, counted once for each course."
        ),
        _("2 women managers and 14 women workers in one course: 16."),
        read=_participants(_women),
    ),
    _measure(
        "women_participants_share",
        _("Women's share of those who took part"),
        "people",
        _("Women among all who took part in courses within the window."),
        _("16 women of 20 participants: 16 of 20."),
        read=_women_share,
        shape=Shape.SHARE,
        missing=_("Unknown when nobody took part within the window"),
    ),
    _measure(
        "learning_hours",
        _("Learning hours per worker"),
        "hours",
        _(
            "Hours of learning of all who took part (length of the course times people), of the number of workers."
        ),
        _("An 8-hour course with 25 people in a factory of 400: 200 of 400, 50 hours per 100 workers."),
        read=_hours(_everybody, women=False),
        shape=Shape.RATIO,
        missing=_NO_WORKFORCE,
    ),
    _measure(
        "learning_hours_workers",
        _("Workers' learning hours per worker"),
        "hours",
        _("Hours of learning of workers without managers, of the number of workers."),
        _("An 8-hour course with 20 workers in a factory of 400: 160 of 400, 40 hours per 100 workers."),
        read=_hours(_workers, women=False),
        shape=Shape.RATIO,
        missing=_NO_WORKFORCE,
    ),
    _measure(
        "learning_hours_women",
        _("Women's learning hours per woman"),
        "hours",
        _("Hours of learning of women, managers and workers, of the number of women employed."),
        _("An 8-hour course with 16 women in a factory with 320 women: 128 of 320, 40 hours per 100."),
        read=_hours(_women, women=True),
        shape=Shape.RATIO,
        missing=_NO_WORKFORCE,
    ),
)
