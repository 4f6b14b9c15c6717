"""What the set-up changes itself: whether mail was tested. All else is a command of the app that it concerns."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from journal.commands import command
from journal.events import record

if TYPE_CHECKING:
    from accounts.models import User

SUBJECT = "installation:mail"
LONGEST_ERROR = 300


@command
def record_mail_test(*, error: str, actor: User, now: datetime) -> None:
    """A test mail to oneself was handed to the mail server, or could not be (`error` says why)."""
    data = {"to": actor.email}
    if error:
        data["error"] = error[:LONGEST_ERROR]
    record("mail.failed" if error else "mail.tested", subject=SUBJECT, actor=actor, at=now, data=data)
