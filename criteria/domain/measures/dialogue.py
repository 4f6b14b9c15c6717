"""Measures of the third pillar: the bipartite committee, and what becomes of the improvement plan it owns."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from criteria.domain.days import Ints
from criteria.domain.history import Flags
from criteria.domain.measures.snapshot import Snapshot
from criteria.domain.measures.vocabulary import (
    Closing,
    Direction,
    Measure,
    MeasureColumn,
    Pillar,
    Shape,
    column,
)
from criteria.domain.measures.window import EVERYTHING, Window, WindowKind
from criteria.domain.translations import gettext_noop as _

_DATED = (WindowKind.ALL, WindowKind.MONTHS)
_REVIEWS = _("Reviews of the bipartite committee by the programme's advisers")
_PLAN = _("Improvement plans")
_NO_REVIEW = _("Unknown when the committee was not reviewed within the window")
_NOT_RECORDED = _(
    "Unknown when the committee was not reviewed within the window, or the review did not record it"
)


def _newest(snapshot: Snapshot, window: Window, *names: str) -> tuple[Flags, list[Ints]]:
    """Where there is a review, and what the latest one says."""
    reviews = snapshot.history.committees
    span = snapshot.span(reviews, window)
    return span.count > 0, [span.newest(getattr(reviews, name)) for name in names]


def _imbalance(snapshot: Snapshot, window: Window) -> MeasureColumn:
    reviewed, (workers, management) = _newest(snapshot, window, "worker_seats", "management_seats")
    nobody = (workers == 0) & (management == 0)
    return column(np.where(nobody, 2, np.abs(workers - management)), reviewed)


def _elected(snapshot: Snapshot, window: Window) -> MeasureColumn:
    reviewed, (elected,) = _newest(snapshot, window, "elected")
    return column(elected, reviewed & (elected >= 0))


def _meetings(snapshot: Snapshot, window: Window) -> MeasureColumn:
    reviewed, (held, minuted) = _newest(snapshot, window, "meetings", "minutes")
    return column(np.minimum(held, minuted), reviewed & (held >= 0) & (minuted >= 0))


def _women_share(snapshot: Snapshot, window: Window) -> MeasureColumn:
    reviewed, (women,) = _newest(snapshot, window, "women_percent")
    return column(women, reviewed & (women >= 0), np.full(women.size, 100, dtype=np.int64))


def _women_gap(snapshot: Snapshot, window: Window) -> MeasureColumn:
    reviewed, (percent,) = _newest(snapshot, window, "women_percent")
    counts = snapshot.history.workforce
    span = snapshot.span(counts, EVERYTHING)
    workers, women = span.newest(counts.workers), span.newest(counts.women)
    known = reviewed & (percent >= 0) & (workers > 0) & (women >= 0)
    # share of the workforce less share of the committee, over the common denominator: exact
    return column(np.maximum(100 * women - percent * workers, 0), known, 100 * workers)


def _issues_resolved(snapshot: Snapshot, window: Window) -> MeasureColumn:
    reviewed, (resolved, raised) = _newest(snapshot, window, "issues_resolved", "issues_raised")
    return column(resolved, reviewed & (raised > 0) & (resolved >= 0), raised)


def _items_done(snapshot: Snapshot, window: Window) -> MeasureColumn:
    items = snapshot.history.plan_items
    due = snapshot.span(items, window)
    done = np.minimum(items.done, items.verified) <= snapshot.as_of
    return column(due.total(done), due.count > 0, due.count)


def _items_verified(snapshot: Snapshot, window: Window) -> MeasureColumn:
    items = snapshot.history.plan_items
    due = snapshot.span(items, window)
    of = due.total(np.minimum(items.done, items.verified) <= snapshot.as_of)
    return column(due.total(items.verified <= snapshot.as_of), of > 0, of)


def _items_in_time(snapshot: Snapshot, window: Window) -> MeasureColumn:
    items = snapshot.history.plan_items
    due = snapshot.span(items, window)
    return column(due.total(np.minimum(items.done, items.verified) <= items.day), due.count > 0, due.count)


def _more(
    name: str,
    title: str,
    unit: str,
    definition: str,
    example: str,
    *,
    read: Callable[[Snapshot, Window], MeasureColumn],
    source: str = _REVIEWS,
    missing: str = _NOT_RECORDED,
    shape: Shape = Shape.SHARE,
    closing: Closing = Closing.ONE,
    best: int | None = None,
) -> Measure:
    """A measure of this pillar of which more is better."""
    return Measure(
        name=name, title=title, unit=unit, direction=Direction.MORE, pillar=Pillar.SOCIAL_DIALOGUE, shape=shape,
        windows=_DATED, source=source, missing=missing, definition=definition, example=example, read=read,
        closing=closing, best=best,
    )  # fmt: skip


def _less(
    name: str,
    title: str,
    unit: str,
    definition: str,
    example: str,
    *,
    read: Callable[[Snapshot, Window], MeasureColumn],
    missing: str,
    shape: Shape,
    closing: Closing = Closing.ONE,
) -> Measure:
    """A measure of the committee of which less is better."""
    return Measure(
        name=name, title=title, unit=unit, direction=Direction.LESS, pillar=Pillar.SOCIAL_DIALOGUE, shape=shape,
        windows=_DATED, source=_REVIEWS, missing=missing, definition=definition, example=example, read=read,
        closing=closing,
    )  # fmt: skip


MEASURES: tuple[Measure, ...] = (
    _less(
        "committee_imbalance",
        _("Imbalance of the committee"),
        "seats",
        _(
            "By how many seats the two sides of the bipartite committee differ. Without a seat on either side it is "
            "two: each side needs one."
        ),
        _("5 seats for workers and 7 for management: 2."),
        read=_imbalance,
        missing=_NO_REVIEW,
        shape=Shape.COUNT,
    ),
    _more(
        "committee_elected",
        _("Workers' side freely elected"),
        "yes_no",
        _("Whether the workers' side of the committee was formed by free election."),
        _("Named by management: no."),
        read=_elected,
        shape=Shape.YES_NO,
        best=1,
    ),
    _more(
        "committee_meetings",
        _("Committee meetings with minutes"),
        "meetings",
        _("Meetings of the committee that have minutes, in the twelve months before its latest review."),
        _("12 meetings and 11 sets of minutes: 11."),
        read=_meetings,
        shape=Shape.COUNT,
    ),
    _more(
        "committee_women_share",
        _("Women's share of the committee's worker side"),
        "percentage_points",
        _("Women among the worker representatives, of all of them; recorded in whole per cents."),
        _("3 women among 5: 60 of 100."),
        read=_women_share,
        closing=Closing.HUNDREDTH,
    ),
    _less(
        "committee_women_gap",
        _("Women missing on the committee"),
        "percentage_points",
        _(
            "By how much women's share of the committee's worker side lies below their share of the workforce; 0 "
            "where it does not. n of 100 times the workers."
        ),
        _("85 per cent of 1,000 workers and 60 per cent of the worker side: 25,000 of 100,000, 25 points."),
        read=_women_gap,
        missing=_(
            "Unknown when the committee was not reviewed within the window, or women were not counted there or in the "
            "workforce"
        ),
        shape=Shape.SHARE,
        closing=Closing.HUNDREDTH,
    ),
    _more(
        "committee_issues_resolved",
        _("Committee issues resolved"),
        "committee_issues",
        _(
            "Issues raised in the committee that were resolved, of those raised, as the latest review counted them."
        ),
        _("20 raised, 17 resolved: 17 of 20."),
        read=_issues_resolved,
        missing=_(
            "Unknown when the committee was not reviewed within the window, or its issues were not counted"
        ),
    ),
    _more(
        "plan_items_done",
        _("Improvement plan: items done"),
        "items",
        _("Items of the improvement plan due by the day that the factory has done, of all that were due."),
        _("10 due, 8 done: 8 of 10."),
        read=_items_done,
        source=_PLAN,
        missing=_("Unknown when no item was due"),
    ),
    _more(
        "plan_items_verified",
        _("Improvement plan: items verified"),
        "items",
        _("Items due and done that the programme has verified, of those due and done."),
        _("8 done, 4 verified: 4 of 8."),
        read=_items_verified,
        source=_PLAN,
        missing=_("Unknown when no item that was due is done"),
    ),
    _more(
        "plan_items_in_time",
        _("Improvement plan: items done in time"),
        "items",
        _("Items due by the day that were done by their due day, of all that were due."),
        _("10 due, 8 done, one of them late: 7 of 10."),
        read=_items_in_time,
        source=_PLAN,
        missing=_("Unknown when no item was due"),
    ),
)
