"""API tokens: made and ended by the person whose rights they have."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _
from knox.models import get_digest_token
from knox.settings import CONSTANTS

from accounts.models import ApiToken, User
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import Refused

MOST_TOKENS = 50  # of one person at a time


class TooManyTokens(Refused):
    """The user has the largest number of tokens allowed."""


@command
def make_token(
    user_id: int, *, name: str, scope: str, expires_at: datetime | None, actor: User | None, now: datetime
) -> str:
    """Make a token and return its text, which is stored nowhere. `expires_at` None: until it is revoked.

    Raises:
        TooManyTokens.
    """
    User.objects.select_for_update().get(pk=user_id)
    if ApiToken.objects.filter(user_id=user_id).count() >= MOST_TOKENS:
        raise TooManyTokens(
            _("There are %(most)s tokens already; revoke those that no program uses.") % {"most": MOST_TOKENS}
        )
    digest, text = get_digest_token()
    ApiToken(
        digest=digest,
        token_key=text[: CONSTANTS.TOKEN_KEY_LENGTH],
        user_id=user_id,
        expiry=expires_at,
        name=name,
        scope=scope,
    ).save(force_insert=True)
    record(
        "user.token_made",
        subject=f"user:{user_id}",
        actor=actor,
        at=now,
        data={
            "name": name,
            "scope": scope,
            "expires_at": expires_at.isoformat() if expires_at else "",
        },
    )
    return str(text)


@command
def revoke_token(token_uid: uuid.UUID, *, actor: User, now: datetime) -> Unchanged | None:
    """End a token at once. Only its owner's own: another's is as if it were not there, and nothing changes."""
    token = ApiToken.objects.select_for_update().filter(uid=token_uid, user=actor).first()
    if token is None:
        return Unchanged()
    token.delete()
    record("user.token_revoked", subject=f"user:{actor.pk}", actor=actor, at=now, data={"name": token.name})
    return None
