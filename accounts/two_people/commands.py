"""Deciding on a proposal: approve, decline, withdraw."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Proposal, User
from accounts.policies import may_decide
from accounts.proposal_kinds import proposal_kind
from accounts.same_transaction.accounts import lock_people
from accounts.same_transaction.proposing import close_proposal, digest_of
from journal.commands import Unchanged, command
from journal.refusals import ReasonMissing, Refused

State = Proposal.State


class NeedsAnother(Refused):
    """The proposer cannot decide on their own proposal."""


class MayNotDecide(Refused):
    """The user lacks the right to this decision."""


class AlreadyDecided(Refused):
    """The proposal was decided otherwise meanwhile."""


class ShownOtherwise(Refused):
    """The decision is about a page that showed other facts."""


@command
def approve_proposal(
    proposal_id: UUID, *, digest: str, reason: str = "", actor: User, now: datetime
) -> Proposal | Unchanged:
    """Approve what another proposed, and carry it out. `digest` is the one that the approver's page showed.

    Where the facts changed since it was proposed, nothing is carried out: the proposal that comes back is stale.

    Raises:
        NeedsAnother, MayNotDecide, AlreadyDecided, ShownOtherwise; and whatever the kind refuses.
    """
    proposal = _locked(proposal_id, actor)
    if proposal.state == State.APPROVED and proposal.decided_by_id == actor.pk:
        return Unchanged(proposal)
    _check_pending(proposal)
    _check_decider(proposal, actor)
    if digest != proposal.digest:
        raise ShownOtherwise(_("The proposal changed since you opened the page. Look at it again."))
    fresh = digest_of(proposal.kind, proposal.subject, proposal.content) == proposal.digest
    close_proposal(proposal, State.APPROVED if fresh else State.STALE, actor=actor, reason=reason, at=now)
    return proposal


@command
def decline_proposal(proposal_id: UUID, *, reason: str, actor: User, now: datetime) -> Proposal | Unchanged:
    """Refuse what another proposed, with a reason.

    Raises:
        NeedsAnother, MayNotDecide, AlreadyDecided, ReasonMissing.
    """
    proposal = _locked(proposal_id, actor)
    if proposal.state == State.DECLINED and proposal.decided_by_id == actor.pk:
        return Unchanged(proposal)
    _check_pending(proposal)
    _check_decider(proposal, actor)
    if not reason.strip():
        raise ReasonMissing(_("Write why you decline it."))
    close_proposal(proposal, State.DECLINED, actor=actor, reason=reason.strip(), at=now)
    return proposal


@command
def withdraw_proposal(
    proposal_id: UUID, *, reason: str = "", actor: User, now: datetime
) -> Proposal | Unchanged:
    """Withdraw a proposal of the actor's own that is not decided yet.

    Raises:
        MayNotDecide, AlreadyDecided.
    """
    proposal = _locked(proposal_id, actor)
    if proposal.proposed_by_id != actor.pk:
        raise MayNotDecide(_("Only the person who proposed this can withdraw it."))
    if proposal.state == State.WITHDRAWN:
        return Unchanged(proposal)
    _check_pending(proposal)
    close_proposal(proposal, State.WITHDRAWN, actor=actor, reason=reason.strip(), at=now)
    return proposal


def _locked(proposal_id: UUID, actor: User) -> Proposal:
    """The proposal, held after the people that it concerns and the facts that it shows, as every command does."""
    found = Proposal.objects.get(pk=proposal_id)
    noun, _colon, key = found.subject.partition(":")
    subject = [int(key)] if noun == "user" else []
    kind = proposal_kind(found.kind)
    lock_people([actor.pk, *subject, *kind.concerns(found)])
    kind.hold(found.subject)
    return Proposal.objects.select_for_update().get(pk=proposal_id)


def _check_pending(proposal: Proposal) -> None:
    if proposal.state == State.STALE:
        raise AlreadyDecided(
            _("This proposal is out of date: the facts changed after it was made. Propose it again.")
        )
    if proposal.state != State.PENDING:
        raise AlreadyDecided(
            _("This proposal is no longer open: it was %(state)s.") % {"state": proposal.get_state_display()}
        )


def _check_decider(proposal: Proposal, actor: User) -> None:
    """Refuse the proposer, and whoever lacks the right now: read from the held row, as the session may be older.

    Raises:
        NeedsAnother, MayNotDecide.
    """
    decider = User.objects.get(pk=actor.pk)
    if proposal.proposed_by_id == actor.pk:
        raise NeedsAnother(_("You proposed this; another person must decide."))
    if not may_decide(decider, proposal):
        raise MayNotDecide(_("This decision is not yours to take."))
