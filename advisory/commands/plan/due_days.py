"""Another due day of an item: proposed by the factory, decided by its adviser; the agreed one stays until then."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from advisory.commands.improvement_plan import apply_plan_item
from advisory.commands.plan.thread import check_same_item
from advisory.commands.plan_attachments import held_item, hold_item
from advisory.kinds import PLAN_ITEMS
from advisory.models import DueDayProposal, PlanItem
from advisory.policies import check_may_propose_day
from assessments.policies import NotAllowed, check_may_advise
from assessments.queries.registry import code_of
from countries.queries.local_time import today_in
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import ReasonMissing, Refused

if TYPE_CHECKING:
    from accounts.models import User

State = DueDayProposal.State


class NotADueDay(Refused):
    """The day is past, or the one that stands, or the item is done."""


class DueDayDecided(Refused):
    """The proposal was decided otherwise, or replaced."""


@command
def propose_due_day(
    factory_id: int, *, proposal_id: UUID, ref: str, due_on: date, reason: str, actor: User, now: datetime
) -> DueDayProposal | Unchanged:
    """Propose another day by which an item is done, with the reason; it replaces a proposal that waits.

    Raises:
        NotAllowed, NoSuchPlanItem, ReasonMissing, NotADueDay.
        IdUsed: for something on another item.
    """
    return apply_due_day_proposal(
        factory_id, proposal_id=proposal_id, ref=ref, due_on=due_on, reason=reason, actor=actor, now=now
    )


def apply_due_day_proposal(
    factory_id: int,
    *,
    proposal_id: UUID,
    ref: str,
    due_on: date,
    reason: str,
    entered_on: date | None = None,
    actor: User,
    now: datetime,
) -> DueDayProposal | Unchanged:
    """The same inside a command's transaction; `entered_on` the day on which it was entered, today where not given."""
    check_may_propose_day(actor, factory_id)
    known = DueDayProposal.objects.filter(pk=proposal_id).first()
    if known is not None:
        if known.proposed_by_id != actor.pk:
            raise NotAllowed(_("Another person has already sent this."))
        check_same_item(known, factory_id, ref)
        return Unchanged(known)
    item = held_item(factory_id, ref)
    if not reason.strip():
        raise ReasonMissing(_("Say why another day is needed."))
    if item.status in {PlanItem.Status.DONE, PlanItem.Status.VERIFIED}:
        raise NotADueDay(_("This item is done. Its due day does not change any more."))
    if due_on == item.due_on or due_on < (entered_on or today_in(item.factory.country_id, now)):
        raise NotADueDay(_("Propose a day that is yet to come, and another one than stands."))
    waiting = DueDayProposal.objects.filter(factory_id=factory_id, ref=ref, state=State.OPEN)
    waiting.update(state=State.REPLACED, decided_at=now, decided_by=actor)
    made = DueDayProposal.objects.create(
        pk=proposal_id, factory_id=factory_id, ref=ref, due_on=due_on, stood_on=item.due_on,
        reason=reason.strip(), proposed_at=now, proposed_by=actor,
    )  # fmt: skip
    _record_event("plan_item.day_proposed", made, actor=actor, now=now)
    return made


@command
def decide_due_day(
    proposal_id: UUID, *, accept: bool, answer: str, actor: User, now: datetime
) -> DueDayProposal | Unchanged:
    """Accept a proposed day, which becomes the item's, or refuse it with the reason.

    Raises:
        NotAllowed, NoSuchPlanItem, ReasonMissing, DueDayDecided.
    """
    rows = DueDayProposal.objects.filter(pk=proposal_id)
    hold_item(*rows.values_list("factory_id", "ref").get())  # before the proposal, as `If-Match` holds them
    found = rows.select_for_update(of=("self",)).select_related("factory").get()
    check_may_advise(actor, found.factory_id)
    decided_state = State.ACCEPTED if accept else State.REFUSED
    if found.state != State.OPEN:
        if found.state == decided_state and found.decided_by_id == actor.pk:
            return Unchanged(found)
        raise DueDayDecided(_("This proposal was decided or replaced meanwhile. Look at the item again."))
    if not accept and not answer.strip():
        raise ReasonMissing(_("Say why the day stays."))
    item = held_item(found.factory_id, found.ref)
    found.state, found.answer, found.decided_at, found.decided_by = decided_state, answer.strip(), now, actor
    found.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    if accept:
        current = {name: getattr(item, name) for name in ("ref", *PLAN_ITEMS.values)} | {
            "due_on": found.due_on
        }
        # a day that was yet to come when it was proposed may be accepted later
        proposed_on = today_in(found.factory.country_id, found.proposed_at)
        apply_plan_item(found.factory_id, current, entered_on=proposed_on, actor=actor, now=now)
    _record_event(f"plan_item.day_{decided_state}", found, actor=actor, now=now)
    return found


def _record_event(kind: str, proposal: DueDayProposal, *, actor: User, now: datetime) -> None:
    record(
        kind,
        subject=f"plan_item:{code_of(proposal.factory_id)}/{proposal.ref}",
        actor=actor,
        at=now,
        factory_id=proposal.factory_id,
        data={"ref": proposal.ref, "due_on": proposal.due_on.isoformat()},
    )
