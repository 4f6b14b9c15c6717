"""The plan of visits written down: a made plan as a whole, and the visits that people move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.policies import lock_active
from journal.commands import Unchanged, command
from journal.events import QUIET, record
from journal.refusals import Refused, given_reason
from scheduling import policies
from scheduling.models import PlannedAssessment, PlanRun
from scheduling.queries.rescheduling import obstacles

if TYPE_CHECKING:
    from accounts.models import User

BATCH = 500
State = PlannedAssessment.State


class PlanChangedMeanwhile(Refused):
    """A person changed the plan between reading and writing."""


class VisitOver(Refused):
    """The visit is done or was planned anew: it cannot be moved."""


class AgainstRules(Refused):
    """A move that breaks a hard rule of the plan; the message says which."""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit to write: placed with a day and two advisers, or not placed with the reason."""

    factory_id: int
    group: str
    last_on: date | None
    due_on: date
    late_from: date
    opens_on: date
    closes_on: date
    starts_on: date | None
    lead_id: int | None
    second_id: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Drafted:
    """A plan computed and not yet written.

    Attributes:
        read: every open row as it was when the plan was made.
        done: row → the assessment that it became. staying: rows left alone. dropped: rows that end.
        rows: new ones.
    """

    as_of: date
    seed: str
    rules: dict[str, Any]
    shift: list[dict[str, Any]]
    read: Mapping[UUID, tuple[object, ...]]
    done: Mapping[UUID, UUID]
    staying: frozenset[UUID]
    dropped: frozenset[UUID]
    rows: Sequence[VisitRow]
    unplaced: int

    @property
    def placed(self) -> int:
        """How many are placed anew."""
        return sum(row.starts_on is not None for row in self.rows)


@command
def keep_plan(drafted: Drafted, *, actor: User | None, now: datetime) -> UUID | Unchanged:
    """Write a plan; the same as before changes nothing.

    The journal hears of numbers only: days and advisers stand in no event.

    Raises:
        PlanChangedMeanwhile.
    """
    current = PlannedAssessment.objects.select_for_update().filter(state__in=PlannedAssessment.OPEN)
    found = {row.pk: row for row in current.order_by("pk")}
    read = {key: (row.state, row.starts_on, row.lead_id, row.second_id) for key, row in found.items()}
    going = {
        adviser for row in drafted.rows for adviser in (row.lead_id, row.second_id) if adviser is not None
    }
    if read != dict(drafted.read) or lock_active(going) != going:
        raise PlanChangedMeanwhile(_("The plan was changed meanwhile; make it again."))
    latest = PlanRun.objects.order_by("-made_at", "pk").first()
    if (
        latest
        and not drafted.rows
        and not drafted.done
        and not drafted.dropped
        and latest.shift == _plain(drafted)
    ):
        return Unchanged(latest.pk)
    run = PlanRun.objects.create(
        as_of=drafted.as_of,
        seed=drafted.seed,
        rules=drafted.rules,
        shift=_plain(drafted),
        kept=len(drafted.staying),
        placed=drafted.placed,
        unplaced=drafted.unplaced,
        made_at=now,
        made_by=actor,
    )
    _end(found, drafted, now=now)
    PlannedAssessment.objects.bulk_create(
        [
            PlannedAssessment(
                plan=run, state=State.PLANNED if row.starts_on else State.UNPLACED, **asdict(row)
            )
            for row in drafted.rows
        ],
        batch_size=BATCH,
    )
    data = {"kept": run.kept, "placed": run.placed, "unplaced": run.unplaced, QUIET: True}
    record("plan.made", subject=f"plan:{run.pk}", actor=actor, at=now, data=data)
    return run.pk


@command
def move_visit(
    planned_id: UUID,
    *,
    starts_on: date,
    lead_id: int,
    second_id: int,
    reason: str,
    beside_others: bool = False,
    actor: User,
    now: datetime,
) -> UUID | Unchanged:
    """Set a visit's day and advisers by hand; new plans leave it alone. The window may be left, no other rule broken.

    `beside_others`: the advisers may have another visit on these days, which no plan gives them by itself.

    Raises:
        NotYourDecision, ReasonMissing, VisitOver, AgainstRules.
    """
    row = PlannedAssessment.objects.select_for_update().select_related("factory").get(pk=planned_id)
    policies.check_may_plan(actor, country=row.factory.country_id)
    text = given_reason(reason)
    if row.state not in PlannedAssessment.OPEN:
        raise VisitOver(_("This visit is done or was planned again; check the plan."))
    if (row.starts_on, row.lead_id, row.second_id) == (starts_on, lead_id, second_id):
        return Unchanged(row.pk)
    lock_active([lead_id, second_id])  # nobody leaves between this check and the writing
    team = (lead_id, second_id)
    wrong = obstacles(row, starts_on=starts_on, advisers=team, beside_others=beside_others, now=now)
    if wrong:
        raise AgainstRules(" ".join(wrong))
    row.starts_on, row.lead_id, row.second_id = starts_on, lead_id, second_id
    row.state, row.why, row.by_hand, row.reason = State.PLANNED, "", True, text
    row.save(update_fields=["starts_on", "lead_id", "second_id", "state", "why", "by_hand", "reason"])
    # no factory beside it and no day in it: a history must not betray an unannounced date
    record(
        "plan.visit_moved",
        subject=f"planned:{row.pk}",
        actor=actor,
        at=now,
        data={"reason": text, QUIET: True},
    )
    return row.pk


def _plain(drafted: Drafted) -> list[dict[str, Any]]:
    """The shift as it comes back from the database."""
    return [{**row, "before": list(row["before"]), "after": list(row["after"])} for row in drafted.shift]


def _end(found: Mapping[UUID, PlannedAssessment], drafted: Drafted, *, now: datetime) -> None:
    ended = []
    for key, row in found.items():
        if key in drafted.done:
            row.state, row.assessment, row.ended_at = State.DONE, drafted.done[key], now
        elif key in drafted.dropped:
            row.state, row.ended_at = State.DROPPED, now
        else:
            continue
        ended.append(row)
    PlannedAssessment.objects.bulk_update(ended, ["state", "assessment", "ended_at"], batch_size=BATCH)
