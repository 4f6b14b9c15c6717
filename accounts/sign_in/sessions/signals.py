"""What follows when allauth changed how a person signs in: the journal, and the end of sessions and tokens."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.account.signals import user_logged_in as came_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.commands.second_factor import record_second_factor
from accounts.commands.sessions import end_after_new_password
from accounts.models import User
from accounts.sign_in.sessions.limits import BEGAN, USED
from accounts.sign_in.sessions.middleware import SEEN_EVERY, seen_key

NO_ADDRESS = "0.0.0.0"  # noqa: S104  # stands where allauth's table wants an address


@receiver([password_changed, password_set, password_reset])
def end_what_the_old_password_began(request: HttpRequest, user: User, **_more: Any) -> None:
    """Other sessions and all API tokens."""
    keep = (request.session.session_key or "") if request.user.is_authenticated else ""
    if keep:  # the session has a new key
        UserSession.objects.create_from_request(request)
    end_after_new_password(user.pk, keep=keep, actor=user, now=timezone.now())  # noqa: TID251  # allauth tells no time


@receiver(authenticator_added)
def record_added(user: User, authenticator: Authenticator, **_more: Any) -> None:
    """A second factor was enrolled."""
    _record(user, authenticator, "added")


@receiver(authenticator_removed)
def record_removed(user: User, authenticator: Authenticator, **_more: Any) -> None:
    """A second factor was removed."""
    _record(user, authenticator, "removed")


@receiver(authenticator_reset)
def record_renewed(user: User, authenticator: Authenticator, **_more: Any) -> None:
    """New recovery codes."""
    _record(user, authenticator, "renewed")


def _record(user: User, authenticator: Authenticator, change: str) -> None:
    record_second_factor(
        user.pk,
        kind=authenticator.type,
        change=change,
        actor=user,
        now=timezone.now(),  # noqa: TID251  # as above
    )


@receiver(pre_save, sender=UserSession)
def keep_no_address(instance: UserSession, **_more: Any) -> None:
    """Whoever reads the table must not learn where a worker representative was."""
    instance.ip = NO_ADDRESS


@receiver(came_in)
def note_session(request: HttpRequest, **_more: Any) -> None:
    """A session that begins by signing in stands in its owner's list."""
    UserSession.objects.create_from_request(request)


@receiver(user_logged_in)
def seen_just_now(request: HttpRequest, **_more: Any) -> None:
    """A session that begins need not be noted again for a while; its age counts from here."""
    request.session[BEGAN] = request.session[USED] = timezone.now().timestamp()  # noqa: TID251  # as above
    if request.session.session_key:
        cache.set(seen_key(request.session.session_key), "", SEEN_EVERY)
