"""Reads about signing in: a person's tokens and sessions, and organisations' sign-ons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session as Stored
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import ApiToken, Role, SignOn, User
from accounts.sign_in.sessions.devices import device_of

if TYPE_CHECKING:
    from accounts.policies import Viewer


@dataclass(frozen=True, slots=True)
class Session:
    """A session as its owner sees it."""

    pk: int
    browser: str
    system: str
    begun_at: datetime
    seen_at: datetime
    is_current: bool


def sessions_of(user: User, *, current: str, now: datetime) -> list[Session]:
    """A person's sessions that still hold, the one with the key `current` first, then by last use. One query."""
    living = Stored.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    held = [
        Session(
            session.pk,
            *device_of(session.user_agent),
            session.created_at,
            session.last_seen_at,
            session.session_key == current,
        )
        for session in UserSession.objects.filter(Exists(living), user=user)
    ]
    return sorted(held, key=lambda session: (not session.is_current, -session.seen_at.timestamp()))


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """A person's API tokens, the newest first."""
    found: QuerySet[ApiToken] = ApiToken.objects.filter(user=user).order_by("-created", "name")
    return found


def keeps_sign_ons(user: Viewer) -> bool:
    """Whether organisations' sign-ons exist for this user."""
    return getattr(user, "role", "") == Role.ADMIN


def resets_second_factors(user: Viewer) -> bool:
    """Whether this user may reset how others sign in."""
    return getattr(user, "role", "") == Role.ADMIN


def people_to_reset(user: User) -> QuerySet[User]:
    """Users whose second factor this user may reset: all but themselves."""
    if not resets_second_factors(user):
        return User.objects.none()
    return User.objects.exclude(pk=user.pk)


def sign_ons() -> QuerySet[SignOn]:
    """All organisations' sign-ons by name, with their domains."""
    return SignOn.objects.order_by("name", "pk").prefetch_related("domains")
