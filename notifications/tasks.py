"""The worker's side of telling people."""

from __future__ import annotations

from collections.abc import Sequence

from celery import shared_task
from django.utils import timezone

from accounts.projections import write_summaries as _write_summaries
from countries.queries.local_time import programme_day
from journal.reactions import Concerns, reaction
from notifications import notices, outgoing_email
from notifications.notices import NOTIFY
from notifications.supplier_digest import write_supplier_digests

SEND_EMAIL = "notifications.post_letters_owed"


@reaction(NOTIFY, Concerns.EVENTS)
def notify_people(factory_ids: Sequence[int]) -> None:
    """Inbox rows for what is owed; letters that are wanted at once leave now, the others wait for their hour."""
    notices.notify_people(factory_ids, now=timezone.now())
    post_letters.delay()


@reaction(SEND_EMAIL, Concerns.PROGRAMME)
def post_owed_letters(factory_ids: Sequence[int]) -> None:  # noqa: ARG001  # a reaction's signature
    """Mails with words of their own are owed: they leave now."""
    post_letters.delay()


@shared_task(name="notifications.post_letters")
def post_letters() -> int:
    """Send the letters that are due; how many left."""
    return outgoing_email.post_letters(clock=timezone.now)


@shared_task(name="notifications.write_summaries")
def write_summaries() -> int:
    """Write the day's summaries and the digests of suppliers, and send them; how many there are."""
    now = timezone.now()
    written = _write_summaries(programme_day(now), now=now) + write_supplier_digests(now)
    post_letters.delay()
    return written
