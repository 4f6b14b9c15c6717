"""Sessions ended by the person whose they are, and what a new password ends."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession

from accounts.models import User
from accounts.sessions import end_tokens, forget_sessions
from journal.commands import Unchanged, command
from journal.events import record


@command
def end_session(session_id: int, *, actor: User, now: datetime) -> Unchanged | None:
    """End one of the actor's own sessions; unchanged when it has ended already, or is another's."""
    session = UserSession.objects.select_for_update().filter(pk=session_id, user=actor).first()
    if session is None:
        return Unchanged()
    forget_sessions([session.session_key])
    _record_ended(1, actor, now)
    return None


@command
def end_other_sessions(*, keep: str, actor: User, now: datetime) -> int | Unchanged:
    """End all of the actor's sessions but the one with the key `keep`; how many."""
    User.objects.select_for_update().get(pk=actor.pk)
    others = UserSession.objects.filter(user=actor).exclude(session_key=keep)
    keys = list(others.values_list("session_key", flat=True))
    if not keys:
        return Unchanged(0)
    forget_sessions(keys)
    _record_ended(len(keys), actor, now)
    return len(keys)


@command
def end_after_new_password(user_id: int, *, keep: str, actor: User | None, now: datetime) -> None:
    """What follows a new password: other sessions and all API tokens end, and the journal has it.

    The password itself was stored by allauth a moment before; with that alone other sessions are void already.
    """
    User.objects.select_for_update().get(pk=user_id)
    others = UserSession.objects.filter(user_id=user_id).exclude(session_key=keep)
    forget_sessions(others.values_list("session_key", flat=True))
    tokens = end_tokens(user_id)
    record(
        "user.password_changed", subject=f"user:{user_id}", actor=actor, at=now, data={"tokens_ended": tokens}
    )


def _record_ended(count: int, actor: User, now: datetime) -> None:
    record("user.sessions_ended", subject=f"user:{actor.pk}", actor=actor, at=now, data={"count": count})
