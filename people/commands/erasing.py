"""A person's name and address erased on request, everywhere they are kept."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from accounts.models import User, random_salt
from journal.chains.erasure import erase_actor
from journal.commands import Unchanged, command
from journal.events import ERASED, record
from journal.refusals import Refused
from people import policies
from people.commands.guards import AccountOutOfReach, given_reason, hold
from people.queries.erasure import erased_address, erased_name, is_erased
from people.queries.invitations import live_invitation_of


class AccountOpen(Refused):
    """The person still has an account, or is invited: it is closed first, and what is open handed over."""


@command
def erase_person(user_id: int, *, reason: str, actor: User, now: datetime) -> User | Unchanged:
    """Take a person's name and address out of their account and from beside every event of theirs. Never to be undone.

    What they did stays, under a number. The journal's chains and seals hold as before.

    Raises:
        OwnAccount, AccountOutOfReach, InvalidAccountField, AccountOpen.
    """
    person, actor = hold(user_id, actor)
    if not policies.may_erase(actor, person):
        raise AccountOutOfReach(_("Only an administrator erases a person's name and address."))
    reason = given_reason(reason)
    if is_erased(person):
        return Unchanged(person)
    if person.is_active or live_invitation_of(person.pk) is not None:
        raise AccountOpen(_("Close the account or withdraw the invitation first."))
    person.name, person.email = erased_name(person.pk), erased_address(person.pk)
    person.salt = random_salt()
    person.password, person.last_login, person.last_seen_on = make_password(None), None, None
    person.save(update_fields=["name", "email", "salt", "password", "last_login", "last_seen_on"])
    events = erase_actor(person.pk)
    data = {"reason": reason, "events": events}
    record(ERASED, subject=f"user:{person.pk}", actor=actor, at=now, data=data)
    return person
