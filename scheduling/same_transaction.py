"""Planned visits that change inside other apps' transactions, called by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from countries.queries.local_time import today_in
from journal.events import QUIET, Happening, record_many
from scheduling.models import PlannedAssessment
from scheduling.queries.handover import planned_visits_of
from scheduling.queries.schedule_inputs import barred, plan_advisers, plan_rules

if TYPE_CHECKING:
    from accounts.models import User


BATCH = 400


def hand_over_visits(
    user_id: int, country: str, to_id: int | None, *, reason: str, actor: User, at: datetime
) -> tuple[int, int]:
    """Give a person's planned visits of a country to a colleague: (how many were taken, how many lost their day).

    A visit to which the colleague may not go (a conflict of interest, advising, rotation, another visit on those days,
    a full month), and all of them where `to_id` is None, loses its day and is planned anew. No event names a factory or
    a day: a history must not betray an unannounced date.
    """
    rows = planned_visits_of(user_id, [country]).select_for_update().order_by("starts_on", "pk")
    leaving = list(rows)
    free = _Free(to_id, country, at) if to_id is not None and leaving else None
    taken = []
    for row in leaving:
        other = row.second_id if row.lead_id == user_id else row.lead_id
        if free is not None and other != to_id and free.takes(row):
            row.lead_id, row.second_id = (to_id, other) if row.lead_id == user_id else (other, to_id)
            taken.append(row)
        else:
            row.state, row.why = PlannedAssessment.State.UNPLACED, PlannedAssessment.Why.NO_COMMON_DAY
            row.starts_on = row.lead_id = row.second_id = None
        row.by_hand, row.reason = False, ""
    PlannedAssessment.objects.bulk_update(
        leaving, ["lead", "second", "state", "why", "starts_on", "by_hand", "reason"], batch_size=BATCH
    )
    events = [
        Happening("plan.visit_handed_over", f"planned:{row.pk}", None, {"reason": reason, QUIET: True})
        for row in leaving
    ]
    record_many(events, actor=actor, at=at)
    return len(taken), len(leaving) - len(taken)


def reopen_visits(happenings: Sequence[Happening], *, actor: User | None, at: datetime) -> None:
    """The visits whose assessments were abandoned are open again; what was planned for after them is not.

    An assessment that was given another day may have been taken for several visits, one plan after another: open
    again is the one that it was taken for first, the others are dropped. No event names a factory or a day: a history
    must not betray an unannounced date.
    """
    ids = [UUID(happening.subject.partition(":")[2]) for happening in happenings]
    done = PlannedAssessment.State.DONE
    rows = PlannedAssessment.objects.select_for_update().filter(assessment__in=ids, state=done)
    taken = list(rows.order_by("-ended_at", "-pk"))
    first = {row.factory_id: row for row in taken}
    reopened = list(first.values())
    replaced = [row for row in taken if row not in reopened]
    later = PlannedAssessment.objects.select_for_update().filter(
        factory__in=list(first), state__in=PlannedAssessment.OPEN
    )
    replaced.extend(later.order_by("pk"))
    for row in replaced:
        row.state, row.assessment, row.ended_at = PlannedAssessment.State.DROPPED, None, at
    PlannedAssessment.objects.bulk_update(replaced, ["state", "assessment", "ended_at"], batch_size=BATCH)
    for row in reopened:
        row.state, row.assessment, row.ended_at = PlannedAssessment.State.PLANNED, None, None
        if row.starts_on is None:  # it was opened before a day was found for it
            row.state = PlannedAssessment.State.UNPLACED
    PlannedAssessment.objects.bulk_update(reopened, ["state", "assessment", "ended_at"], batch_size=BATCH)
    record_many(
        [Happening("plan.visit_reopened", f"planned:{row.pk}", None, {QUIET: True}) for row in reopened],
        actor=actor,
        at=at,
    )


class _Free:
    """Whether an adviser can take a visit, with the visits taken so far. Four statements, whatever their number."""

    def __init__(self, user_id: int, country: str, at: datetime) -> None:
        rules = plan_rules()
        self.user_id, self.days = user_id, rules.visit_days
        known = plan_advisers(rules).get(user_id)
        self.per_month = known.per_month if known else 0
        self.barred = barred(today_in(country, at), rules)
        self.starts = list(planned_visits_of(user_id).values_list("starts_on", flat=True))

    def takes(self, row: PlannedAssessment) -> bool:
        """Whether they can go; if so, the visit counts as theirs from now on."""
        day = row.starts_on
        if day is None or self.user_id in self.barred.get(row.factory_id, frozenset()):
            return False
        overlaps = any(abs((day - start).days) < self.days for start in self.starts if start is not None)
        month = sum(
            (start.year, start.month) == (day.year, day.month) for start in self.starts if start is not None
        )
        if overlaps or month >= self.per_month:
            return False
        self.starts.append(day)
        return True
