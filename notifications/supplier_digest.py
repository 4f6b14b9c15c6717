"""The mail of what changed at a brand's suppliers: which kind at which factory, with the way there, and no number."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Letter, Role
from accounts.policies import wants_no_mail
from buyers.domain.supplier_changes import fingerprint_of_changes
from buyers.projections import LETTER, owe_digest
from buyers.queries.own import digest_of, digest_readers
from countries.queries.local_time import LocalDays, programme_day
from portal.brands.queries.home import ChangeGroup, home_of

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

MONDAY = 0
NAMED = 20  # factories of a kind; the others stand behind the link


def write_supplier_digests(now: datetime) -> int:
    """Owe a letter to each person whose digest is due and says something new; how many. Safe to run twice."""
    day = programme_day(now)
    written = 0
    for choice in digest_readers(weekly=day.weekday() == MONDAY):
        if choice.person.role != Role.BRAND or wants_no_mail(choice.person):
            continue
        groups = home_of(choice.person, LocalDays(now)).groups
        if groups:
            written += owe_digest(choice, _fingerprint(groups), day=day, now=now)
    return written


def _fingerprint(groups: list[ChangeGroup]) -> str:
    return fingerprint_of_changes(
        (changed.factory.pk, changed.change) for group in groups for changed in group.changed
    )


def is_supplier_digest(letter: Letter) -> bool:
    """Whether a letter is a digest of suppliers."""
    return letter.about.startswith(f"{LETTER}:")


def supplier_digest_message(
    letter: Letter, *, now: datetime, connection: BaseEmailBackend | None = None
) -> EmailMessage | None:
    """The mail, by the rights of the moment at which it leaves; None when nothing is left to say or nobody to read."""
    person = letter.person
    if not person.is_active or person.role != Role.BRAND:
        return None
    if wants_no_mail(person) or digest_of(person.pk).is_off:
        return None
    groups = home_of(person, LocalDays(now)).groups
    if not groups:
        return None
    with translation.override(person.language):
        return EmailMessage(
            subject=_("What is new at your suppliers"),
            body=_body(groups),
            to=[person.email],
            headers={
                "Message-ID": f"<{letter.pk}@{urlsplit(settings.SITE_URL).hostname}>",
                "Auto-Submitted": "auto-generated",
                "Content-Language": person.language,
            },
            connection=connection,
        )


def _body(groups: list[ChangeGroup]) -> str:
    home = f"{settings.SITE_URL}{reverse('brand_home')}"
    parts = []
    for group in groups:
        lines = [
            f"{changed.factory.name}\n{settings.SITE_URL}{reverse('factory', kwargs={'code': changed.factory.code})}"
            for changed in group.changed[:NAMED]
        ]
        if len(group.changed) > NAMED:
            lines.append("…")
        parts.append("\n".join([group.title, *lines]))
    foot = _("You choose how these e-mails come: %(url)s") % {"url": home}
    return "\n\n".join([*parts, f"-- \n{foot}"]) + "\n"
