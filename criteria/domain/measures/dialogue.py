"""Measures of the third pillar: the bipartite committee, and what becomes of the improvement plan it owns."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from criteria.domain.days import Ints
from criteria.domain.history import Flags, PlanItems
from criteria.domain.measures.items import CountedItems, ItemKind, items_of, rows_of
from criteria.domain.measures.snapshot import Snapshot
from criteria.domain.measures.units import (
    COMMITTEE_ISSUES,
    ITEMS,
    MEETINGS,
    PER_CENT,
    PERCENTAGE_POINTS,
    SEATS,
    YES_NO,
)
from criteria.domain.measures.vocabulary import (
    Closing,
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

_DATED = (WindowKind.ALL, WindowKind.MONTHS)
_REVIEWS = _("Reviews of the bipartite committee by the programme's advisers")
_NO_REVIEW = _("Unknown when the committee was not reviewed within the window")
_NOT_RECORDED = _(
    "Unknown when the committee was not reviewed within the window, or the review did not record it"
)

_ADVICE = _("ask your adviser to review the bipartite committee and to record this")
_ELECTED_SEATS = _(
    "Give both sides the same number of seats, and have the workers' side elected by secret ballot, with candidates of "
    "every section and shift."
)
_FIXED_DAY = _(
    "Meet on a fixed day every month, hang out the minutes within a week, and open each meeting with what became of "
    "the last one."
)
_ONE_OWNER = _(
    "Give every item of the plan one owner and one day, go through those due at each committee meeting, and show your "
    "adviser the evidence at the next visit."
)


def _newest(snapshot: Snapshot, window: MeasureWindow, *names: str) -> tuple[Flags, list[Ints]]:
    """Where there is a review, and what the latest one says."""
    reviews = snapshot.history.committees
    span = snapshot.span(reviews, window)
    return span.count > 0, [span.newest(getattr(reviews, name)) for name in names]


def _imbalance(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
    reviewed, (workers, management) = _newest(snapshot, window, "worker_seats", "management_seats")
    nobody = (workers == 0) & (management == 0)
    return column(np.where(nobody, 2, np.abs(workers - management)), reviewed)


def _elected(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
    reviewed, (elected,) = _newest(snapshot, window, "elected")
    return column(elected, reviewed & (elected >= 0))


def _meetings(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
    reviewed, (held, minuted) = _newest(snapshot, window, "meetings", "minutes")
    return column(np.minimum(held, minuted), reviewed & (held >= 0) & (minuted >= 0))


def _women_share(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
    reviewed, (women,) = _newest(snapshot, window, "women_percent")
    return column(women, reviewed & (women >= 0), np.full(women.size, 100, dtype=np.int64))


def _women_gap(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
    reviewed, (percent,) = _newest(snapshot, window, "women_percent")
    counts = snapshot.history.workforce
    span = snapshot.span(counts, EVERYTHING)
    workers, women = span.newest(counts.workers), span.newest(counts.women)
    known = reviewed & (percent >= 0) & (workers > 0) & (women >= 0)
    # share of the workforce less share of the committee, over the common denominator: exact
    return column(np.maximum(100 * women - percent * workers, 0), known, 100 * workers)


def _issues_resolved(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
    reviewed, (resolved, raised) = _newest(snapshot, window, "issues_resolved", "issues_raised")
    return column(resolved, reviewed & (raised > 0) & (resolved >= 0), raised)


def _review(snapshot: Snapshot, window: MeasureWindow, at: int) -> CountedItems:
    """The latest review of the committee."""
    reviews = snapshot.history.committees
    counted = items_of(ItemKind.COMMITTEE_REVIEW, reviews, rows_of(snapshot.span(reviews, window), at)[-1:])
    return CountedItems(counted, read=counted)


Chosen = Callable[[PlanItems, int], Flags]


def _due(items: PlanItems, _as_of: int) -> Flags:
    return np.ones(items.day.size, dtype=np.bool_)


def _done(items: PlanItems, as_of: int) -> Flags:
    """Done or verified by the day, whichever came first."""
    done: Flags = np.minimum(items.done, items.verified) <= as_of
    return done


def _verified(items: PlanItems, as_of: int) -> Flags:
    verified: Flags = items.verified <= as_of
    return verified


def _in_time(items: PlanItems, _as_of: int) -> Flags:
    in_time: Flags = np.minimum(items.done, items.verified) <= items.day
    return in_time


def _share(chosen: Chosen, whole: Chosen) -> Callable[[Snapshot, MeasureWindow], MeasureColumn]:
    """Of the items due within the window: some, of some."""

    def read(snapshot: Snapshot, window: MeasureWindow) -> MeasureColumn:
        items = snapshot.history.plan_items
        due = snapshot.span(items, window)
        of = due.total(whole(items, snapshot.as_of))
        return column(due.total(chosen(items, snapshot.as_of)), of > 0, of)

    return read


def _plan_items(chosen: Chosen, whole: Chosen) -> Callable[[Snapshot, MeasureWindow, int], CountedItems]:
    def find(snapshot: Snapshot, window: MeasureWindow, at: int) -> CountedItems:
        items = snapshot.history.plan_items
        due = rows_of(snapshot.span(items, window), at)
        counted, of = chosen(items, snapshot.as_of), whole(items, snapshot.as_of)
        return CountedItems(
            items_of(ItemKind.PLAN_ITEM, items, [row for row in due if counted[row]]),
            items_of(ItemKind.PLAN_ITEM, items, [row for row in due if of[row]]),
            read=items_of(ItemKind.PLAN_ITEM, items, due),
        )

    return find


def _committee(
    name: str,
    title: str,
    unit: Unit,
    definition: str,
    example: str,
    *,
    read: Callable[[Snapshot, MeasureWindow], MeasureColumn],
    practice: str,
    direction: Direction = Direction.MORE,
    missing: str = _NOT_RECORDED,
    advice: str = _ADVICE,
    shape: Shape = Shape.SHARE,
    closing: Closing = Closing.ONE,
    best: int | None = None,
) -> Measure:
    """A measure read off the latest review of the committee."""
    return Measure(
        name=name, title=title, unit=unit, direction=direction, pillar=Pillar.SOCIAL_DIALOGUE, shape=shape,
        windows=_DATED, place=EvidencePlace.COMMITTEE, source=_REVIEWS, missing=missing, definition=definition,
        example=example, advice=advice, practice=practice, read=read, find=_review, closing=closing, best=best,
    )  # fmt: skip


def _plan(
    name: str,
    title: str,
    definition: str,
    example: str,
    *,
    chosen: Chosen,
    whole: Chosen,
    missing: str,
    shortfall: Forms | None = None,
) -> Measure:
    """A share of the improvement plan's items due."""
    return Measure(
        name=name, title=title, unit=ITEMS, direction=Direction.MORE, pillar=Pillar.SOCIAL_DIALOGUE,
        shape=Shape.SHARE, windows=_DATED, place=EvidencePlace.PLAN, source=_("Improvement plans"), missing=missing,
        definition=definition, example=example, practice=_ONE_OWNER,
        advice=_("agree an improvement plan with due days, and tell your adviser what is done"),
        shortfall=shortfall, read=_share(chosen, whole), find=_plan_items(chosen, whole),
    )  # fmt: skip


MEASURES: tuple[Measure, ...] = (
    _committee(
        "committee_imbalance",
        _("Imbalance of the committee"),
        SEATS,
        _(
            "By how many seats the two sides of the bipartite committee differ. Without a seat on either side it is "
            "two: each side needs one."
        ),
        _("5 seats for workers and 7 for management: 2."),
        read=_imbalance,
        practice=_ELECTED_SEATS,
        direction=Direction.LESS,
        missing=_NO_REVIEW,
        shape=Shape.COUNT,
    ),
    _committee(
        "committee_elected",
        _("Workers' side freely elected"),
        YES_NO,
        _("Whether the workers' side of the committee was formed by free election."),
        _("Named by management: no."),
        read=_elected,
        practice=_ELECTED_SEATS,
        shape=Shape.YES_NO,
        best=1,
    ),
    _committee(
        "committee_meetings",
        _("Committee meetings with minutes"),
        MEETINGS,
        _("Meetings of the committee that have minutes, in the twelve months before its latest review."),
        _("12 meetings and 11 sets of minutes: 11."),
        read=_meetings,
        practice=_FIXED_DAY,
        shape=Shape.COUNT,
    ),
    _committee(
        "committee_women_share",
        _("Women's share of the committee's worker side"),
        PER_CENT,
        _("Women among the worker representatives, of all of them; recorded in whole per cents."),
        _("3 women among 5: 60 of 100."),
        read=_women_share,
        practice=_ELECTED_SEATS,
        closing=Closing.HUNDREDTH,
    ),
    _committee(
        "committee_women_gap",
        _("Women missing on the committee"),
        PERCENTAGE_POINTS,
        _(
            "By how much women's share of the committee's worker side lies below their share of the workforce; 0 "
            "where it does not. n of 100 times the workers."
        ),
        _("85 per cent of 1,000 workers and 60 per cent of the worker side: 25,000 of 100,000, 25 points."),
        read=_women_gap,
        practice=_ELECTED_SEATS,
        direction=Direction.LESS,
        advice=_("ask your adviser to count women in the workforce and on the committee's worker side"),
        missing=_(
            "Unknown when the committee was not reviewed within the window, or women were not counted there or in the "
            "workforce"
        ),
        shape=Shape.SHARE,
        closing=Closing.HUNDREDTH,
    ),
    _committee(
        "committee_issues_resolved",
        _("Committee issues resolved"),
        COMMITTEE_ISSUES,
        _(
            "Issues raised in the committee that were resolved, of those raised, as the latest review counted them."
        ),
        _("20 raised, 17 resolved: 17 of 20."),
        read=_issues_resolved,
        practice=_FIXED_DAY,
        missing=_(
            "Unknown when the committee was not reviewed within the window, or its issues were not counted"
        ),
    ),
    _plan(
        "plan_items_done",
        _("Improvement plan: items done"),
        _("Items of the improvement plan due by the day that the factory has done, of all that were due."),
        _("10 due, 8 done: 8 of 10."),
        chosen=_done,
        whole=_due,
        missing=_("Unknown when no item was due"),
    ),
    _plan(
        "plan_items_verified",
        _("Improvement plan: items verified"),
        _("Items due and done that the programme has verified, of those due and done."),
        _("8 done, 4 verified: 4 of 8."),
        chosen=_verified,
        whole=_done,
        missing=_("Unknown when no item that was due is done"),
        shortfall=ngettext("%(count)s more done item verified", "%(count)s more done items verified"),
    ),
    _plan(
        "plan_items_in_time",
        _("Improvement plan: items done in time"),
        _("Items due by the day that were done by their due day, of all that were due."),
        _("10 due, 8 done, one of them late: 7 of 10."),
        chosen=_in_time,
        whole=_due,
        missing=_("Unknown when no item was due"),
        shortfall=ngettext(
            "%(count)s more item of the plan done in time", "%(count)s more items of the plan done in time"
        ),
    ),
)
