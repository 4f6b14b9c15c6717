"""The plan of visits brought up to date: what stands and is still right stays, the rest is planned anew.

Two phases: everything is read and solved without a transaction, then written in one short one. When the plan changed
in between, it is made again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from countries.queries.local_time import programme_day
from journal.commands import Unchanged
from scheduling.commands.visit_schedule import Drafted, PlanChangedMeanwhile, VisitRow, keep_plan
from scheduling.domain.arranging import make_plan
from scheduling.domain.drawing import Draws
from scheduling.domain.model import Placed, PlanningProblem, Task, UnplacedReason, VisitPlan
from scheduling.domain.shift import shift
from scheduling.models import PlannedAssessment, PlanRun
from scheduling.queries.schedule_inputs import PlanInputs, plan_inputs, plan_rules

if TYPE_CHECKING:
    from accounts.models import User

State = PlannedAssessment.State
Progress = Callable[[int, int], None]
TRIES = 3


@dataclass(frozen=True, slots=True)
class PlanMade:
    """How many visits stayed, were placed anew, and could not be placed."""

    kept: int
    placed: int
    unplaced: int


def refresh_plan(
    *,
    seed: str,
    now: datetime,
    afresh: bool = False,
    actor: User | None = None,
    progress: Progress | None = None,
) -> PlanMade:
    """Plan as of today.

    Args:
        seed: secret chance, kept for audit.
        now: the moment.
        afresh: draw everything anew that is neither near nor moved by hand.
        actor: who asked; None when the system does.
        progress: called with countries done and of how many; may raise to stop before writing.
    """
    today = programme_day(now)
    for attempt in range(1, TRIES + 1):
        drafted = draft_plan(today, seed=seed, afresh=afresh, progress=progress)
        try:
            done = keep_plan(drafted, actor=actor, now=now)
        except PlanChangedMeanwhile:
            if attempt == TRIES:
                raise
        else:
            changed = not isinstance(done, Unchanged)
            return PlanMade(
                kept=len(drafted.staying), placed=drafted.placed if changed else 0, unplaced=drafted.unplaced
            )
    raise AssertionError  # the last attempt returns or raises


def replan(*, seed: str, now: datetime) -> PlanMade | None:
    """Bring a plan up to date after something changed; none where nobody ever made one."""
    return refresh_plan(seed=seed, now=now) if PlanRun.objects.exists() else None


def draft_plan(today: date, *, seed: str, afresh: bool = False, progress: Progress | None = None) -> Drafted:
    """What to write, computed without a transaction."""
    inputs = plan_inputs(today, plan_rules())
    done = {
        row.pk: newer.id
        for row in inputs.open_rows
        if (newer := inputs.last.get(row.factory_id)) and newer.assessed_on > (row.last_on or date.min)
    }
    open_rows = [row for row in inputs.open_rows if row.pk not in done]
    staying = {row.factory_id: row for row in open_rows if _stays(row, inputs, afresh=afresh)}
    problem = PlanningProblem(
        tasks=[task for factory, task in inputs.tasks.items() if factory not in staying],
        advisers=list(inputs.advisers.values()),
        working_days=inputs.working_days,
        visit_days=inputs.rules.visit_days,
        staying=[placed_of(row) for row in staying.values()],
    )
    plan = make_plan(problem, Draws(seed), progress)
    rows = _rows(plan, inputs)
    same = {row.factory_id: row for row in open_rows if _same_lack(row, rows.get(row.factory_id))}
    for factory in same:
        del rows[factory]
    stays = {*(row.pk for row in staying.values()), *(row.pk for row in same.values())}
    return Drafted(
        as_of=today,
        seed=seed,
        rules=inputs.rules.as_json(),
        shift=[
            {
                "group": str(row.group),
                "factories": row.factories,
                "before": row.before.as_integer_ratio(),
                "after": row.after.as_integer_ratio(),
            }
            for row in shift(inputs.groups, inputs.rules)
        ],
        read={row.pk: _mark(row) for row in inputs.open_rows},
        done=done,
        staying=frozenset(stays),
        dropped=frozenset(row.pk for row in open_rows if row.pk not in stays),
        rows=list(rows.values()),
        unplaced=len(plan.unplaced),
    )


def placed_of(row: PlannedAssessment) -> Placed:
    """A planned row as the domain knows it."""
    start, lead, second = row.starts_on, row.lead_id, row.second_id
    if start is None or lead is None or second is None:
        raise ValueError(row.pk)
    return Placed(row.factory_id, start.toordinal(), (lead, second))


def _mark(row: PlannedAssessment) -> tuple[object, ...]:
    return row.state, row.starts_on, row.lead_id, row.second_id


def _stays(row: PlannedAssessment, inputs: PlanInputs, *, afresh: bool) -> bool:
    """Whether a planned visit is left alone: still allowed, and near, moved by hand, or still inside its window."""
    if row.state != State.PLANNED or row.factory_id not in inputs.country:
        return False
    placed = placed_of(row)
    if placed.start < inputs.today or not inputs.may_go(row.factory_id, placed):
        return False
    if row.by_hand or placed.start <= inputs.today + inputs.rules.kept_days:
        return True
    task = inputs.tasks.get(row.factory_id)
    if afresh or task is None or str(task.group) != row.group:
        return False
    return task.opens <= placed.start and placed.start + inputs.rules.visit_days - 1 <= task.closes


def _same_lack(row: PlannedAssessment, new: VisitRow | None) -> bool:
    """Whether it was not placed before either, for the same reason."""
    return new is not None and row.state == State.UNPLACED and new.why == row.why and new.group == row.group


def _rows(plan: VisitPlan, inputs: PlanInputs) -> dict[int, VisitRow]:
    placed = {visit.factory: _row(inputs.tasks[visit.factory], inputs, visit, None) for visit in plan.placed}
    lacking = {
        factory: _row(inputs.tasks[factory], inputs, None, why) for factory, why in plan.unplaced.items()
    }
    return placed | lacking


def _row(task: Task, inputs: PlanInputs, placed: Placed | None, why: UnplacedReason | None) -> VisitRow:
    last = inputs.last.get(task.factory)
    return VisitRow(
        factory_id=task.factory,
        group=str(task.group),
        last_on=last.assessed_on if last else None,
        due_on=date.fromordinal(task.due),
        late_from=date.fromordinal(task.due + inputs.rules.either_side + 1),
        opens_on=date.fromordinal(task.opens),
        closes_on=date.fromordinal(task.closes),
        starts_on=date.fromordinal(placed.start) if placed else None,
        lead_id=placed.advisers[0] if placed else None,
        second_id=placed.advisers[1] if placed else None,
        why=str(why or ""),
    )
