"""E-mail about notices: what a letter says, in its reader's language and rights at the moment it leaves."""

from __future__ import annotations

import logging
import smtplib
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Letter, MailChoice, Notice
from accounts.projections import (
    claim_letter,
    letter_leaving,
    letter_needless,
    letter_refused,
    letter_sent,
    letter_too_early,
)
from countries.queries.local_time import LocalDays
from notifications.inbox import Item, items, notices_for
from notifications.invitation_email import invitation_message
from notifications.supplier_digest import is_supplier_digest, supplier_digest_message
from obligations.queries.registry import open_work

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend
    from django.db.models import QuerySet

    from obligations.queries.obligation import Obligation
    from obligations.queries.registry import OpenWork

logger = logging.getLogger(__name__)

LINES_OF_WORK = 10  # in a summary

PATIENCE = timedelta(minutes=10)  # how long a letter waits for what it tells of to show

# the server said no, or was never reached: the letter has certainly not been taken
CERTAINLY_NOT = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    ConnectionRefusedError,
    socket.gaierror,
)


def post_letters(*, clock: Callable[[], datetime]) -> int:
    """Send what is due, one letter after the other; how many left. Stops where the mail server does not answer."""
    sent = 0
    connection = get_connection()
    while (letter := claim_letter(now=clock())) is not None:
        message = message_of(letter, now=clock(), connection=connection)
        if message is None:
            _not_now(letter, now=clock())
            continue
        if not letter_leaving(letter):
            continue
        try:
            message.send()
        except OSError as failure:  # whatever smtplib and sockets raise
            _refused(letter, failure, now=clock())
            break
        note_sent(letter, now=clock())
        sent += 1
    return sent


def _not_now(letter: Letter, *, now: datetime) -> None:
    """Nothing may be told: for good, or as yet. People are told of a publication while others still list it."""
    young = now - letter.recorded_at < PATIENCE and not letter.about
    if young and letter.person.is_active and not _chose_otherwise(letter) and _unread(letter).exists():
        letter_too_early(letter, now=now)
    else:
        letter_needless(letter)


def note_sent(letter: Letter, *, now: datetime) -> None:
    """The server took the letter: say so, in the table and in the log."""
    letter_sent(letter, now=now)
    logger.info("letter %s sent to person %s", letter.pk, letter.person_id)


def _refused(letter: Letter, failure: OSError, *, now: datetime) -> None:
    logger.warning("letter %s did not leave (attempt %s): %s", letter.pk, letter.attempts, failure)
    doubtful = not isinstance(failure, CERTAINLY_NOT)
    letter_refused(letter, f"{type(failure).__name__}: {failure}", doubtful=doubtful, now=now)


def message_of(
    letter: Letter, *, now: datetime, connection: BaseEmailBackend | None = None
) -> EmailMessage | None:
    """The mail, whose Message-ID is the same at every attempt; None when nothing is left to say or nobody to read."""
    if is_supplier_digest(letter):
        return supplier_digest_message(letter, now=now, connection=connection)
    if letter.about:
        return invitation_message(letter, now=now, connection=connection)
    person = letter.person
    if not person.is_active or _chose_otherwise(letter):
        return None
    notices = notices_for(person, LocalDays(now)).filter(pk__in=_unread(letter).values("pk"))
    with translation.override(person.language):
        shown = items(notices, person)
        if not shown:
            return None
        work = open_work(person, LocalDays(now), most=LINES_OF_WORK) if letter.day else None
        return EmailMessage(
            subject=_subject(shown),
            body=_body(shown, work),
            to=[person.email],
            headers={
                "Message-ID": f"<{letter.pk}@{urlsplit(settings.SITE_URL).hostname}>",
                "Auto-Submitted": "auto-generated",
                "Content-Language": person.language,
            },
            connection=connection,
        )


def _unread(letter: Letter) -> QuerySet[Notice]:
    """What the letter is about, as far as it was not read meanwhile."""
    unread = Notice.objects.filter(person=letter.person_id, read_at__isnull=True)
    if letter.notice_id is None:
        return unread.filter(pk__gt=letter.after, pk__lte=letter.up_to)
    return unread.filter(pk=letter.notice_id)


def _chose_otherwise(letter: Letter) -> bool:
    """Whoever wants no mail any more gets none that was owed before."""
    return MailChoice.objects.filter(person=letter.person_id, way=MailChoice.Way.NEVER).exists()


def _line_of_work(row: Obligation) -> str:
    words = [row.title, row.factory, row.why]
    if row.is_late:
        words.append(_("overdue"))
    elif row.until:
        words.append(_("by %(day)s") % {"day": date_format(row.until)})
    return f"{' · '.join(word for word in words if word)}\n{settings.SITE_URL}{row.url}"


def _subject(shown: list[Item]) -> str:
    if len(shown) == 1:
        return shown[0].sentence
    return ngettext("%(n)s notice", "%(n)s notices", len(shown)) % {"n": len(shown)}


def _body(shown: list[Item], work: OpenWork | None) -> str:
    lines = [f"{notice.sentence}\n{settings.SITE_URL}{notice.url}" for notice in shown]
    if work is not None and work.total:
        lines += [_("To do: %(n)s") % {"n": work.total}, *(_line_of_work(row) for row in work.rows)]
        if work.more:
            lines.append(f"{_('Show all')}\n{settings.SITE_URL}{reverse('obligations:list')}")
    choices = f"{settings.SITE_URL}{reverse('mail_choice')}"
    foot = _("You choose how these e-mails come: %(url)s") % {"url": choices}
    return "\n\n".join([*lines, f"-- \n{foot}"]) + "\n"
