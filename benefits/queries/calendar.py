"""Secret calendar addresses: a random row and a keyed digest of it, so that neither alone opens the feed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from benefits.models import CalendarLink

if TYPE_CHECKING:
    from accounts.models import User

SALT = "benefits.calendar"
HEX = 32  # digits of the row's id, in front


def token_of(user: User) -> str:
    """The token of a person's live address; empty when they have none. One query."""
    link = CalendarLink.objects.filter(person=user.pk, ended_at__isnull=True).first()
    return f"{link.pk.hex}{_mac(link.pk)}" if link else ""


def person_of(token: str) -> User | None:
    """The user of a calendar token; None when it is unknown or ended. At most one query."""
    try:
        link_id = UUID(hex=token[:HEX])
    except ValueError:
        return None
    if not constant_time_compare(token[HEX:], _mac(link_id)):
        return None
    rows = CalendarLink.objects.filter(pk=link_id, ended_at__isnull=True, person__is_active=True)
    link = rows.select_related("person").first()
    return link.person if link else None


def _mac(link_id: UUID) -> str:
    return salted_hmac(SALT, link_id.hex, algorithm="sha256").hexdigest()
