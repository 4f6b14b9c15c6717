"""Words on an item of the plan: questions and answers, the workers' side, and whether it confirms what was done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from advisory.commands.plan_attachments import held_item
from advisory.models import DueDayProposal, PlanItem, PlanMessage
from advisory.policies import check_may_write
from assessments.policies import NotAllowed
from assessments.queries.registry import code_of
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User

Kind, Side = PlanMessage.Kind, PlanMessage.Side
EVENT_KINDS = {
    Side.MANAGEMENT: "plan_item.asked",
    Side.PROGRAMME: "plan_item.answered",
    Side.WORKERS: "plan_item.commented",
}


class NothingWritten(Refused):
    """A message without words."""

    field = "text"


class IdUsed(Refused):
    """What is sent has the id of something on another item."""


class NotDone(Refused):
    """The workers' side has nothing to confirm: the management does not say that it is done."""


@command
def write_on_plan_item(
    factory_id: int, *, message_id: UUID, ref: str, kind: str, text: str, actor: User, now: datetime
) -> PlanMessage | Unchanged:
    """Write on an item for the actor's side, or confirm or dispute for the workers' that it is done.

    The same words by the same person straight after each other are said once, under whatever id they come.

    Raises:
        NotAllowed, NoSuchPlanItem, NothingWritten, NotDone.
        IdUsed: for words on another item.
    """
    return apply_plan_message(
        factory_id, message_id=message_id, ref=ref, kind=kind, text=text, actor=actor, now=now
    )


def apply_plan_message(
    factory_id: int, *, message_id: UUID, ref: str, kind: str, text: str, actor: User, now: datetime
) -> PlanMessage | Unchanged:
    """The same inside a command's transaction."""
    side = check_may_write(actor, factory_id)
    known = PlanMessage.objects.filter(pk=message_id).first()
    if known is not None:
        if known.written_by_id != actor.pk:
            raise NotAllowed(_("Another person has already sent this."))
        check_same_item(known, factory_id, ref)
        return Unchanged(known)
    item = held_item(factory_id, ref)
    text = text.strip()
    if not text and kind != Kind.CONFIRMED:
        raise NothingWritten(_("Write what you want to say."))
    if kind != Kind.MESSAGE:
        _check_confirms(side, item)
    message = {
        "kind": kind,
        "side": side,
        "text": text,
        "done_on": None if kind == Kind.MESSAGE else item.done_on or item.verified_on,
        "written_by": actor,
    }
    last = PlanMessage.objects.filter(factory_id=factory_id, ref=ref).order_by("written_at", "pk").last()
    if last is not None and all(getattr(last, name) == value for name, value in message.items()):
        return Unchanged(last)
    made = PlanMessage.objects.create(
        pk=message_id, factory_id=factory_id, ref=ref, written_at=now, **message
    )
    record(
        EVENT_KINDS[side] if kind == Kind.MESSAGE else f"plan_item.{kind}",
        subject=f"plan_item:{code_of(factory_id)}/{ref}",
        actor=actor,
        at=now,
        factory_id=factory_id,
        data={"ref": ref},
    )
    return made


def check_same_item(known: PlanMessage | DueDayProposal, factory_id: int, ref: str) -> None:
    """Raises IdUsed where what has this id is on another item."""
    if (known.factory_id, known.ref) != (factory_id, ref):
        raise IdUsed(_("This id was used for something else. Send it with a new one."))


def _check_confirms(side: str, item: PlanItem) -> None:
    if side != Side.WORKERS:
        raise NotAllowed(_("Worker representatives of the factory confirm what was done."))
    if item.status not in {PlanItem.Status.DONE, PlanItem.Status.VERIFIED}:
        raise NotDone(_("The management has not said yet that this is done. Write a comment instead."))
