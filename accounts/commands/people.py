"""Changes of one's own account, and accounts that the operator makes."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import MailChoice, User
from accounts.sessions import end_sessions
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import Refused


class HasAccount(Refused):
    """The address has an account."""


class WeakPassword(Refused):
    """The password is one that others guess."""


class NameMissing(Refused):
    """An account without a name."""


@command
def make_account(
    *, email: str, name: str, role: str, language: str = "en", actor: User | None, now: datetime
) -> User:
    """Make an account without a password, by the operator or the demonstration; people invite through `people`.

    Raises:
        HasAccount.
    """
    address = User.objects.normalize_email(email).lower()
    if User.objects.filter(email=address).exists():
        raise HasAccount(
            _("%(email)s has an account already; find it in the list of people.") % {"email": address}
        )
    made = User(email=address, name=name, role=role, language=language, joined_at=now)
    made.set_unusable_password()
    made.save(force_insert=True)
    record("user.account_made", subject=f"user:{made.pk}", actor=actor, at=now, data={"role": role})
    return made


@command
def rename_account(user_id: int, *, name: str, actor: User, now: datetime) -> User | Unchanged:
    """Change the name that is shown for a user; the journal keeps the former one.

    Raises:
        NameMissing.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    name = " ".join(name.split())
    if not name:
        raise NameMissing(_("Write a name."))
    if user.name == name:
        return Unchanged(user)
    user.name = name
    user.save(update_fields=["name"])
    record(
        "user.renamed", subject=f"user:{user.pk}", actor=actor, at=now
    )  # names could never be erased from it
    return user


@command
def choose_language(user_id: int, *, language: str, actor: User, now: datetime) -> User | Unchanged:
    """Change the language of a user's pages and mail."""
    user = User.objects.select_for_update().get(pk=user_id)
    if user.language == language:
        return Unchanged(user)
    user.language = language
    user.save(update_fields=["language"])
    record(
        "user.language_chosen", subject=f"user:{user.pk}", actor=actor, at=now, data={"language": language}
    )
    return user


@command
def choose_mail(user_id: int, *, way: str, actor: User, now: datetime) -> MailChoice | Unchanged:
    """Whether news come by e-mail at once, once a day, or not at all."""
    User.objects.select_for_update().get(pk=user_id)
    choice, made = MailChoice.objects.get_or_create(person_id=user_id, defaults={"way": way})
    if not made:
        if choice.way == way:
            return Unchanged(choice)
        choice.way = way
        choice.save(update_fields=["way"])
    record("user.mail_chosen", subject=f"user:{user_id}", actor=actor, at=now, data={"way": way})
    return choice


@command
def choose_password(
    user_id: int, *, password: str = "", hashed: str = "", actor: User | None, now: datetime
) -> User:
    """Set a password where no link by e-mail can: an operator's first account, the demonstration's.

    `hashed` takes one that was hashed already: hashing is slow by design, and the demonstration's accounts share one.
    The person's sessions and API tokens end.

    Raises:
        WeakPassword.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    if not hashed:
        _check_password(password, user)
    user.password = hashed or make_password(password)
    user.save(update_fields=["password"])
    end_sessions(user_id)
    record("user.password_chosen", subject=f"user:{user_id}", actor=actor, at=now)
    return user


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        raise WeakPassword(" ".join(refusal.messages)) from None
