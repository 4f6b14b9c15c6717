"""Many items put into a plan in one act: out of what a factory found itself, or of an assessment's findings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from advisory.commands.day_limits import new_days
from advisory.commands.improvement_plan import tie_to_findings
from advisory.commands.plan.numbering import next_reference
from advisory.commands.versioned import apply_versions
from advisory.kinds import PLAN_ITEMS
from advisory.models import PlanItem
from advisory.policies import check_may_plan
from assessments.commands.day_limits import check_days
from assessments.queries.registry import code_of
from journal.events import Happening, record_many

if TYPE_CHECKING:
    from accounts.models import User


class ProposedItem(NamedTuple):
    """What is to be put right, on which question, and by when, where that is known; the rest where it is."""

    question: str
    issue: str
    due_on: date | None
    cause: str = ""
    root_cause: str = ""
    action: str = ""
    owner: str = ""
    finding_id: int | None = None  # None: the newest on its question


def apply_proposed_items(
    factory_id: int, items: Sequence[ProposedItem], *, by_factory: bool = True, actor: User, now: datetime
) -> list[PlanItem]:
    """New items in the order given, numbered on; inside a command's transaction. A constant number of statements.

    Raises:
        NotAllowed: the actor does not keep this plan.
        DayOutOfLimits: the due day lies outside its limits.
    """
    status = PlanItem.Status.NOT_STARTED
    check_may_plan(actor, factory_id, status=status)
    first = int(next_reference(factory_id))
    facts = [
        {
            "factory_id": factory_id,
            **PLAN_ITEMS.filled({"ref": str(number), "status": status, **_declared(item)}),
            "finding_id": item.finding_id,
            "proposed_by_factory": by_factory,
        }
        for number, item in enumerate(items, first)
    ]
    done = apply_versions(PLAN_ITEMS, facts, actor=actor, now=now)
    accepted = check_days(new_days(PLAN_ITEMS, done), reason="", actor=actor, now=now)
    tie_to_findings(done, actor=actor, now=now)
    code = code_of(factory_id)
    written = [
        Happening(
            "plan_item.recorded",
            f"plan_item:{code}/{item.ref}",
            factory_id,
            {"ref": item.ref, "status": item.status},
        )
        for item in done.created
    ]
    record_many([*written, *accepted], actor=actor, at=now)
    return done.created


def _declared(item: ProposedItem) -> dict[str, Any]:
    fields = item._asdict()
    del fields["finding_id"]
    return fields
