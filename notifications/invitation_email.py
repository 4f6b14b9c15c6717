"""The mail of an invitation: who invites, as what, where, the link, until when; in its reader's language."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Letter
from accounts.sign_in.single_sign_on.organisations import compulsory_sign_on
from factories.queries.memberships.places import place_rows
from journal.wording import day_in_words
from people.queries.invitations import holds, invitation_by_id, secret_of

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

    from people.models import AccountInvitation


def invitation_message(
    letter: Letter, *, now: datetime, connection: BaseEmailBackend | None = None
) -> EmailMessage | None:
    """The mail; None when its invitation no longer holds."""
    found = invitation_by_id(UUID(letter.about.partition(":")[2]))
    if found is None or not holds(found, now):
        return None
    with translation.override(found.person.language):
        return EmailMessage(
            subject=_("You are invited to Better Work Recognition"),
            body=_body(found, now),
            to=[found.person.email],
            headers={
                "Message-ID": f"<{letter.pk}@{urlsplit(settings.SITE_URL).hostname}>",
                "Auto-Submitted": "auto-generated",
                "Content-Language": found.person.language,
            },
            connection=connection,
        )


def _body(found: AccountInvitation, now: datetime) -> str:
    person, until = found.person, found.valid_until
    assert until is not None  # noqa: S101  # it holds
    places = [row.name for row in place_rows([person.pk], now, ended=False) if row.state != "over"]
    link = f"{settings.SITE_URL}{reverse('people:invitation', kwargs={'secret': secret_of(found.pk)})}"
    inviter = str(found.invited_by or _("The programme"))
    lines = [
        _("Dear %(name)s,") % {"name": person.name},
        _("%(inviter)s invites you to Better Work Recognition as: %(role)s.")
        % {"inviter": inviter, "role": found.get_role_display()},
    ]
    if places:
        lines.append(_("For: %(places)s.") % {"places": ", ".join(places)})
    sign_on = compulsory_sign_on(person.email)
    if sign_on is None:
        first = _("Choose your password here:")
    else:
        first = _("You need no password: accept here, then sign in through %(name)s:") % {
            "name": sign_on.name
        }
    lines += [
        f"{first}\n{link}",
        _("The link is yours alone, holds once, and until %(day)s (UTC).")
        % {"day": day_in_words(until.date())},
        _("If you don't know what this is about, leave it: until you accept nothing happens."),
    ]
    return "\n\n".join(lines) + "\n"
