"""Accounts made, opened, closed and given a role inside another app's command. The caller decides who may."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password

from accounts.models import Role, User
from accounts.sessions import end_sessions
from journal.bulk import insert_objects
from journal.events import Happening, record, record_many
from journal.queries import ever_happened

BATCH = 500


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A person who has no account yet; the address is in lower case."""

    email: str
    name: str
    role: str
    language: str


def make_accounts(rows: Sequence[NewAccount], *, actor: User | None, at: datetime) -> dict[str, User]:
    """Accounts that nobody can sign in to until their invitations are accepted, by address.

    A constant number of statements for every 500.
    """
    unusable = make_password(None)
    made = [
        User(
            email=row.email, name=row.name, role=row.role, language=row.language, is_active=False,
            password=unusable,
        )
        for row in rows
    ]  # fmt: skip
    insert_objects(made)
    record_many(
        [Happening("user.invited", f"user:{user.pk}", None, {"role": user.role}) for user in made],
        actor=actor,
        at=at,
    )
    return {user.email: user for user in made}


def lock_people(user_ids: Iterable[int], *, administrators: bool = False) -> dict[int, User]:
    """The people's rows as they are now, held until the end of the transaction; with all active administrators if so.

    All commands take them in the order of their ids, so that two never wait for each other.
    """
    ids = set(user_ids)
    if administrators:
        ids |= set(User.objects.filter(role=Role.ADMIN, is_active=True).values_list("pk", flat=True))
    ordered, found = sorted(ids), {}
    for start in range(0, len(ordered), BATCH):
        rows = User.objects.select_for_update().filter(pk__in=ordered[start : start + BATCH])
        found.update({user.pk: user for user in rows.order_by("pk")})
    return found


def acts_alone(actor: User | None) -> bool:
    """Whether the actor is the only administrator that there ever was: nobody could be the second person.

    Once there were two, the rule holds for good: whoever closes or demotes the others does not act alone afterwards;
    a second administrator then comes from the operator (`create_admin`). Administrators' rows are held, so that two of
    them never take themselves for the only one; callers hold them beforehand, in one order with the others. Three
    queries at most.
    """
    active = [user for user in lock_people([], administrators=True).values() if user.role == Role.ADMIN]
    if actor is None or [user.pk for user in active] != [actor.pk]:
        return False
    others = User.objects.filter(role=Role.ADMIN, joined_at__isnull=False).exclude(pk=actor.pk)
    return not others.exists() and not ever_happened("user.role_changed", **{"from": Role.ADMIN})


def open_account(user: User, *, password: str | None, at: datetime) -> None:
    """A person accepted an invitation with a password of their own; None where they sign in without one."""
    user.password, user.is_active = make_password(password), True
    user.joined_at = user.joined_at or at
    user.save(update_fields=["password", "is_active", "joined_at"])
    record("user.accepted", subject=f"user:{user.pk}", actor=user, at=at)


def set_role(user: User, role: str, *, reason: str, actor: User, at: datetime, alone: bool = False) -> None:
    """Give a person another role. `alone`: by the only administrator there is."""
    old, user.role = user.role, role
    user.save(update_fields=["role"])
    data: dict[str, object] = {"from": old, "to": role, "reason": reason}
    record(
        "user.role_changed",
        subject=f"user:{user.pk}",
        actor=actor,
        at=at,
        data=data | ({"alone": True} if alone else {}),
    )


def close(user: User, *, reason: str, actor: User, at: datetime) -> None:
    """A person may no longer sign in: sessions, password and API tokens end with this transaction."""
    user.is_active = False
    user.password = make_password(
        None
    )  # also what every session is bound to: none survives, even a reopening
    user.save(update_fields=["is_active", "password"])
    end_sessions(user.pk)
    record("user.closed", subject=f"user:{user.pk}", actor=actor, at=at, data={"reason": reason})
