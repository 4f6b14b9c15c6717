"""A brand commits to something at a supplier, and reports back whether it was done."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from buyers.models import BuyerCommitment
from buyers.policies import NotYourCommitment, check_may_commit
from countries.queries.local_time import LocalDays
from factories.queries import registered
from factories.same_transaction.merged import hold_brands
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import FieldRefused, Refused

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Brand, Factory

Kind, State = BuyerCommitment.Kind, BuyerCommitment.State
MOST_AHEAD = 3 * 366  # days


class CommitmentFaulty(FieldRefused):
    """A commitment without words, or with a day that it cannot have; `field` is which."""


class CommitmentOver(Refused):
    """It was reported as done, or ended."""


@command
def make_commitment(
    factory_id: int,
    *,
    commitment_id: UUID,
    brand_id: int,
    kind: str,
    text: str,
    due_on: date,
    actor: User,
    now: datetime,
) -> BuyerCommitment | Unchanged:
    """Commit to something towards a supplier that shares its reports. Sent twice, made once.

    Raises:
        NotYourCommitment, CommitmentFaulty.
    """
    factory, days = _locked(factory_id), LocalDays(now)
    hold_brands([brand_id])
    brand = check_may_commit(actor, brand_id=brand_id, factory_id=factory.pk, days=days)
    known = BuyerCommitment.objects.filter(pk=commitment_id).first()
    if known is not None:
        if (known.factory_id, known.made_by_id) != (factory.pk, actor.pk):
            raise NotYourCommitment(_("Open the page again."))
        return Unchanged(known)
    text = text.strip()
    if not text:
        raise CommitmentFaulty("text", _("Write what you commit to: the factory relies on it."))
    if not 0 <= (due_on - days.of(factory.country_id)).days <= MOST_AHEAD:
        raise CommitmentFaulty("due_on", _("Choose a day from today on, within three years."))
    commitment = BuyerCommitment.objects.create(
        pk=commitment_id, factory=factory, brand=brand, kind=Kind(kind).value, text=text, due_on=due_on, made_at=now,
        made_by=actor,
    )  # fmt: skip
    _record("commitment.made", factory, brand, commitment, actor=actor, now=now)
    return commitment


@command
def report_commitment(
    commitment_id: UUID, *, state: str, note: str, actor: User, now: datetime
) -> BuyerCommitment | Unchanged:
    """Report back: done, or not yet; or end it, with a word to the factory. What is done or ended stays so.

    Raises:
        NotYourCommitment, CommitmentFaulty, CommitmentOver.
    """
    factory = _locked(BuyerCommitment.objects.values_list("factory_id", flat=True).get(pk=commitment_id))
    commitment = BuyerCommitment.objects.get(pk=commitment_id)
    brand = check_may_commit(actor, brand_id=commitment.brand_id, factory_id=factory.pk, days=LocalDays(now))
    state, note = State(state).value, note.strip()
    if (commitment.state, commitment.note) == (state, note):
        return Unchanged(commitment)
    if not commitment.is_live:
        raise CommitmentOver(
            _("It was reported already: %(state)s.") % {"state": commitment.get_state_display()}
        )
    if state == State.OPEN:
        raise CommitmentFaulty("state", _("Say whether it is done."))
    if state == State.ENDED and not note:
        raise CommitmentFaulty("note", _("Write a word to the factory: it relied on it."))
    commitment.state, commitment.note = state, note
    commitment.reported_at, commitment.reported_by = now, actor
    commitment.save(update_fields=["state", "note", "reported_at", "reported_by"])
    _record(
        "commitment.ended" if state == State.ENDED else "commitment.reported",
        factory, brand, commitment, actor=actor, now=now,
    )  # fmt: skip
    return commitment


def _locked(factory_id: int) -> Factory:
    """The factory, held: a consent that is withdrawn at this moment waits, or is seen."""
    factory = registered().select_for_update().filter(pk=factory_id).first()
    if factory is None:
        raise NotYourCommitment(_("The factory is closed."))
    return factory


def _record(
    kind: str, factory: Factory, brand: Brand, commitment: BuyerCommitment, *, actor: User, now: datetime
) -> None:
    record(
        kind,
        subject=f"factory:{factory.code}",
        factory_id=factory.pk,
        actor=actor,
        at=now,
        data={
            "brand": brand.name,
            "about": commitment.kind,
            "state": commitment.state,
            "due_on": commitment.due_on.isoformat(),
        },
    )
