"""The second factor in the journal, and its reset for a person who lost it."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.sessions import end_sessions
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import ReasonMissing, Refused


class OwnSecondFactor(Refused):
    """The user and the actor are the same person."""


@command
def record_second_factor(user_id: int, *, kind: str, change: str, actor: User | None, now: datetime) -> None:
    """Journal that one was `added`, `removed` or `renewed`; `kind` is totp, webauthn or recovery_codes.

    The row itself is allauth's and stored by now.
    """
    record(
        f"user.second_factor_{change}", subject=f"user:{user_id}", actor=actor, at=now, data={"kind": kind}
    )


@command
def reset_second_factor(user_id: int, *, reason: str, actor: User | None, now: datetime) -> User | Unchanged:
    """Remove every second factor of a person, and their link to an organisation's sign-on; end their sessions.

    They sign in with their password (or through their organisation) and enrol anew. `actor` is None where the operator
    does it from the command line.

    Raises:
        OwnSecondFactor, ReasonMissing.
    """
    if actor is not None and user_id == actor.pk:
        raise OwnSecondFactor(_("You can't reset your own second factor; ask another administrator."))
    if not reason.strip():
        # a reset is how an account would be taken over
        raise ReasonMissing(_("Say why: how you made sure that it is them who ask."))
    user = User.objects.select_for_update().get(pk=user_id)
    removed, _kinds = Authenticator.objects.filter(user=user).delete()
    unlinked, _kinds = SocialAccount.objects.filter(user=user).delete()
    if not removed and not unlinked:
        return Unchanged(user)
    end_sessions(user_id, tokens=False)
    record(
        "user.second_factor_reset", subject=f"user:{user_id}", actor=actor, at=now,
        data={"reason": reason.strip(), "removed": removed, "unlinked": unlinked},
    )  # fmt: skip
    return user
