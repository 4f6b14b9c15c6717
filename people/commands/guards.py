"""What every command about a person checks first: who acts, on whom, with which reason."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.same_transaction.accounts import lock_people
from journal.refusals import FieldRefused, Refused
from people import policies


class OwnAccount(Refused):
    """The account is the actor's own, whose role and places another person changes."""


class AccountOutOfReach(Refused):
    """A person, role or place beyond the actor's reach."""


class InvalidAccountField(FieldRefused):
    """A field that cannot be accepted. Carries the field's name."""


def given_reason(reason: str) -> str:
    """The reason, trimmed.

    Raises:
        InvalidAccountField: there is none.
    """
    text = reason.strip()
    if not text:
        raise InvalidAccountField("reason", _("Write a reason; it is kept in the journal."))
    return text


def hold(user_id: int, actor: User, *others: int, administrators: bool = False) -> tuple[User, User]:
    """The person and the actor as they are now, held with the others until the end of the transaction.

    Raises:
        OwnAccount, AccountOutOfReach.
    """
    if user_id == actor.pk:
        raise OwnAccount(_("You can't do this with your own account; ask another administrator."))
    held = lock_people([user_id, actor.pk, *others], administrators=administrators)
    acting = held.get(actor.pk)
    if acting is None or not acting.is_active or user_id not in held:
        raise AccountOutOfReach(_("Your account has been closed meanwhile."))
    return held[user_id], acting


def check_account(actor: User, person: User) -> None:
    """Refuse accounts that are not wholly the actor's to decide about."""
    if not policies.may_decide_account(actor, person):
        raise AccountOutOfReach(_("This account is not yours to change; ask an administrator."))
