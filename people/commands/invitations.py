"""An invitation's life after it was made: sent again, withdrawn, accepted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Proposal, User
from accounts.same_transaction.accounts import lock_people, open_account
from accounts.same_transaction.proposing import close_pending
from accounts.sign_in.single_sign_on.organisations import compulsory_sign_on
from journal.commands import Unchanged, command
from journal.refusals import Refused
from people.commands.guards import check_account, given_reason, hold
from people.models import AccountInvitation
from people.queries.invitations import hash_of, holds, live_invitation_of
from people.same_transaction.invitations import issue, withdraw_live

State = AccountInvitation.State


class NoInvitation(Refused):
    """There is no invitation to send again."""


class LinkOver(Refused):
    """The link was used, withdrawn, sent anew, or is too old."""


@command
def resend_invitation(user_id: int, *, instead_of: UUID, actor: User, now: datetime) -> User | Unchanged:
    """Send a new link instead of an invitation's, with the time of a new one; older links no longer hold.

    Asked for twice, one is sent: the second time another invitation is the latest.

    Raises:
        OwnAccount, AccountOutOfReach, NoInvitation.
    """
    person, actor = hold(user_id, actor)
    check_account(actor, person)
    live = live_invitation_of(person.pk)
    if person.is_active or live is None or live.state != State.OPEN:
        raise NoInvitation(_("There is no invitation to send again. Look at the page anew."))
    if live.pk != instead_of:
        return Unchanged(person)
    issue([person], actor=actor, at=now)
    return person


@command
def withdraw_invitation(user_id: int, *, reason: str, actor: User, now: datetime) -> User | Unchanged:
    """Withdraw an invitation: its link stops working and pending proposals about it are closed.

    Raises:
        OwnAccount, AccountOutOfReach, InvalidAccountField.
    """
    person, actor = hold(user_id, actor)
    check_account(actor, person)
    reason = given_reason(reason)
    if live_invitation_of(person.pk) is None:
        return Unchanged(person)
    withdraw_live([person.pk], reason=reason, actor=actor, at=now)
    close_pending(subject=f"user:{person.pk}", state=Proposal.State.STALE, actor=actor, reason=reason, at=now)
    return person


@command
def accept_invitation(secret: str, *, password: str | None, actor: User | None = None, now: datetime) -> User:  # noqa: ARG001
    """Open the account of an invitation with the password that its person chose. The link holds once.

    Nobody is signed in: the journal names the person of the invitation. Where the sign-on of the person's organisation
    is compulsory, the account gets no password, whatever was chosen.

    Raises:
        LinkOver.
    """
    found = AccountInvitation.objects.filter(secret_hash=hash_of(secret)).first()
    if found is None:
        raise LinkOver(_("This link does not hold."))
    person = lock_people([found.person_id])[found.person_id]
    invitation = AccountInvitation.objects.select_for_update().get(pk=found.pk)
    invitation.person = person
    if not holds(invitation, now):
        raise LinkOver(_("This link has been used or no longer holds."))
    invitation.state, invitation.accepted_at = State.ACCEPTED, now
    invitation.save(update_fields=["state", "accepted_at"])
    open_account(person, password=None if compulsory_sign_on(person.email) else password, at=now)
    return person
