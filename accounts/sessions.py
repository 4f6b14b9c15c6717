"""Sessions and API tokens of a person, and their end.

Part of whatever command takes a right away or changes how a person signs in: no command itself, it records nothing.
"""

from __future__ import annotations

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import F

from accounts.models import ApiToken, User


def end_sessions(user_id: int, *, tokens: bool = True) -> None:
    """End every session of a person, and every API token unless `tokens` is False.

    Sessions end whether or not a row tells of them, also one that begins at this moment: what each must hold to be
    valid changes with the count of endings. Call it inside the command's transaction.
    """
    User.objects.filter(pk=user_id).update(sessions_ended=F("sessions_ended") + 1)
    forget_sessions(UserSession.objects.filter(user_id=user_id).values_list("session_key", flat=True))
    if tokens:
        end_tokens(user_id)


def end_tokens(user_id: int) -> int:
    """Delete every API token of a person; how many there were."""
    count: int = ApiToken.objects.filter(user_id=user_id).delete()[0]
    return count


def forget_sessions(keys: object) -> None:
    """Delete the sessions with these keys (any iterable of texts), and the rows that tell of them."""
    named = list(keys)  # type: ignore[call-overload]  # a queryset or a list
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in named:
        store(key).delete()
    UserSession.objects.filter(session_key__in=named).delete()
