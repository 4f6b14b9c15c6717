"""What the set-up changes itself: whether mail was tested. All else is a command of the app that it concerns."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import User
from journal.commands import Unchanged, command
from journal.events import record
from journal.queries import every_event

SUBJECT = "installation:mail"
LONGEST_ERROR = 300
REPEAT_INTERVAL = timedelta(minutes=1)  # within which the same outcome for the same person says nothing new


@command
def record_mail_test(*, error: str, actor: User, now: datetime) -> Unchanged | None:
    """A test mail to oneself was handed to the mail server, or could not be (`error` says why).

    A button tapped twice is one test.
    """
    User.objects.select_for_update().get(pk=actor.pk)
    kind, data = "mail.tested", {"to": actor.email}
    if error:
        kind, data["error"] = "mail.failed", error[:LONGEST_ERROR]
    last = every_event().filter(subject=SUBJECT).last()
    if last is not None and (last.kind, last.data) == (kind, data) and now - last.at < REPEAT_INTERVAL:
        return Unchanged()
    record(kind, subject=SUBJECT, actor=actor, at=now, data=data)
    return None
