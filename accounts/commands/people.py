"""Changes of accounts: invite, change role, close, reopen, choose a language."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import MailChoice, User
from accounts.policies import MAY_INVITE
from accounts.sessions import end_sessions
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import Refused


class AlreadyInvited(Refused):
    """The address has an account."""


class RoleNotYours(Refused):
    """Nobody gives a role that is not theirs to give."""


class WeakPassword(Refused):
    """The password is one that others guess."""


class OwnAccount(Refused):
    """Nobody closes or changes the role of their own account."""


@command
def invite_user(
    *, email: str, name: str, role: str, language: str = "en", actor: User | None, now: datetime
) -> User:
    """Make an account without a password; its owner sets one through the link in the invitation.

    `actor` is None where the operator makes the first account from the command line.

    Raises:
        AlreadyInvited, RoleNotYours.
    """
    _check_role(actor, role)
    address = User.objects.normalize_email(email).lower()
    if User.objects.filter(email=address).exists():
        raise AlreadyInvited(
            _("%(email)s has an account already; find it in the list of people.") % {"email": address}
        )
    made = User(email=address, name=name, role=role, language=language, joined_at=now)
    made.set_unusable_password()
    made.save(force_insert=True)
    record("user.invited", subject=f"user:{made.pk}", actor=actor, at=now, data={"role": role})
    return made


@command
def change_role(user_id: int, *, role: str, actor: User, now: datetime) -> User | Unchanged:
    """Give somebody another role."""
    _check_role(actor, role)
    user = _locked(user_id, actor)
    if user.role == role:
        return Unchanged(user)
    old, user.role = user.role, role
    user.save(update_fields=["role"])
    record(
        "user.role_changed", subject=f"user:{user.pk}", actor=actor, at=now, data={"from": old, "to": role}
    )
    return user


@command
def close_account(user_id: int, *, actor: User, now: datetime) -> User | Unchanged:
    """Somebody may no longer sign in; what they did stays."""
    user = _locked(user_id, actor)
    if not user.is_active:
        return Unchanged(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user.pk)
    record("user.closed", subject=f"user:{user.pk}", actor=actor, at=now)
    return user


@command
def reopen_account(user_id: int, *, actor: User, now: datetime) -> User | Unchanged:
    """Somebody may sign in again."""
    user = _locked(user_id, actor)
    if user.is_active:
        return Unchanged(user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    end_sessions(user.pk)
    record("user.reopened", subject=f"user:{user.pk}", actor=actor, at=now)
    return user


@command
def choose_language(user_id: int, *, language: str, actor: User, now: datetime) -> User | Unchanged:
    """The language in which somebody reads pages and mail."""
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


def _check_role(actor: User | None, role: str) -> None:
    if actor is not None and role not in MAY_INVITE.get(actor.role, frozenset()):
        raise RoleNotYours(_("This role is not yours to give; ask an administrator."))


def _locked(user_id: int, actor: User) -> User:
    if user_id == actor.pk:
        raise OwnAccount(_("You can't change your own account here; ask another administrator."))
    return User.objects.select_for_update().get(pk=user_id)


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
