"""What somebody may read of their notices now: the table of who is told, joined with the rights of this moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import Notice, User
from assessments.queries.teams import ids_assessed_by
from betterwork.telling.table import ROLES, TABLE, Audience, kinds_for
from factories.queries import brands_of, consented_to, sourced_by, visible_to
from factories.queries.by_id import factories_by_id
from journal.wording import spoken
from portal.queries import recognised_among

if TYPE_CHECKING:
    from factories.models import Factory

MANY = 100
COUNTED = 99


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the inbox."""

    id: int
    sentence: str
    url: str
    at: datetime
    unread: bool


def notices_for(user: User, on: date) -> QuerySet[Notice]:
    """The notices that exist for a user on a day: those of which they would be told today."""
    mine = Notice.objects.filter(person=user.pk)
    if not user.is_active:
        return mine.none()
    allowed = Q(pk__in=[])
    for audience, roles in ROLES.items():
        if user.role in roles:
            allowed |= _allowed(user, audience, on)
    return mine.filter(allowed)


def _allowed(user: User, audience: Audience, on: date) -> Q:
    kinds = kinds_for(audience)
    if audience is Audience.BUYERS:
        # only of what every visitor sees now: a recognition that ended is gone from here too
        return _about(kinds, recognised_among(sourced_by(brands_of(user), on)))
    if audience is Audience.CONSENTED:
        return _about(kinds, consented_to(brands_of(user), on))
    theirs = visible_to(user)
    if audience is Audience.TEAM:
        theirs = theirs.filter(pk__in=ids_assessed_by(user))
    return _about(kinds, theirs)


def _about(kinds: list[str], factories: QuerySet[Factory]) -> Q:
    return Q(event__kind__in=kinds, event__factory_id__in=factories.values("pk"))


def items(notices: QuerySet[Notice], user: User) -> list[Item]:
    """The latest of these notices in words, newest first. Two queries."""
    rows = list(notices.select_related("event").order_by("-event_id")[:MANY])
    factories = factories_by_id({row.event.factory_id for row in rows if row.event.factory_id})
    return [
        Item(
            id=row.pk,
            sentence=in_words(row.event.kind, row.event.data, factories[row.event.factory_id].name),
            url=_url(user, row.event.kind, row.event.subject, factories[row.event.factory_id].code),
            at=row.event.at,
            unread=row.read_at is None,
        )
        for row in rows
        if row.event.factory_id in factories
    ]


def in_words(kind: str, data: dict[str, Any], factory: str) -> str:
    """The notice as a sentence in the reader's language."""
    return str(TABLE[kind].sentence) % spoken({**data, "factory": factory})


def _url(user: User, kind: str, subject: str, code: str) -> str:
    """Where more of it stands, for this reader."""
    row_id = subject.partition(":")[2]
    if kind.startswith("assessment."):
        return reverse("assessments:detail", kwargs={"assessment_id": row_id})
    if kind.startswith("forum."):
        return reverse("benefits:own")
    decides = user.role in ROLES[Audience.DECIDERS] | ROLES[Audience.GLOBAL]
    if kind.startswith("recognition.") and decides:
        return reverse("recognition:detail", kwargs={"recognition_id": row_id})
    return reverse("factory", kwargs={"code": code})


def unread_of(user: User, on: date) -> int:
    """How many notices of somebody's are new; counted up to a hundred. One query if none is, else two.

    Every page asks: rights are asked for only where there is something they could hide.
    """
    if not Notice.objects.filter(person=user.pk, read_at__isnull=True).exists():
        return 0
    return notices_for(user, on).filter(read_at__isnull=True)[: COUNTED + 1].count()
