"""Recognitions as rows: the public ones for projections, and those that staff may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from accounts.models import Role
from criteria.queries.verdicts import Ids, StoredVerdict, evaluations, read_verdicts
from factories.queries import visible_to
from recognition.models import Recognition

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User
    from factories.models import Factory

    Viewer = User | AnonymousUser


LIVE = Recognition.LIVE
"""States of a recognition that is not over."""


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A recognition that is public now. `strengths`: per pillar, how many criteria are met of how many."""

    id: UUID
    factory_id: int
    recognised_on: date
    expires_on: date | None
    criteria: str
    strengths: list[dict[str, Any]]


def published(factory_ids: Ids = None) -> list[PublishedRow]:
    """Public recognitions of some factories (ids or a queryset of them; None for all). Three statements."""
    rows = Recognition.objects.filter(state=Recognition.State.PUBLISHED, publish_on__isnull=False)
    if factory_ids is not None:
        rows = rows.filter(factory_id__in=factory_ids)
    found = list(
        rows.order_by("factory_id").values_list(
            "id", "factory_id", "publish_on", "expires_on", "evaluation_id"
        )
    )
    rest_on = Recognition.objects.filter(state=Recognition.State.PUBLISHED, evaluation=OuterRef("pk"))
    public = evaluations().filter(Exists(rest_on))
    if factory_ids is not None:
        public = public.filter(factory_id__in=factory_ids)
    verdicts = {verdict.evaluation_id: verdict for verdict in read_verdicts(public)} if found else {}
    return [
        PublishedRow(
            id=recognition_id,
            factory_id=factory_id,
            recognised_on=recognised_on or date.max,  # never null here: see the filter
            expires_on=expires_on,
            criteria=verdicts[evaluation_id].standard.name,
            strengths=_strengths(verdicts[evaluation_id]),
        )
        for recognition_id, factory_id, recognised_on, expires_on, evaluation_id in found
    ]


def once_published(factory_ids: Ids = None) -> list[UUID]:
    """Ids of recognitions that were public once, now or not. One statement."""
    rows = Recognition.objects.filter(published_at__isnull=False)
    if factory_ids is not None:
        rows = rows.filter(factory_id__in=factory_ids)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def no_longer_public(factory_ids: Ids = None) -> dict[UUID, date]:
    """Recognitions that were public once and are not now, each with the day since when. One statement."""
    rows = Recognition.objects.filter(published_at__isnull=False)
    if factory_ids is not None:
        rows = rows.filter(factory_id__in=factory_ids)
    columns = ("pk", "state", "ended_at", "suspended_at", "factory__is_closed", "factory__closed_on")
    ends = {}
    for pk, state, ended_at, suspended_at, is_closed, closed_on in rows.values_list(*columns):
        at = None if state == Recognition.State.PUBLISHED else ended_at or suspended_at
        ends[pk] = at.astimezone(UTC).date() if at else closed_on if is_closed else None
    return {pk: day for pk, day in ends.items() if day is not None}


def recognitions_visible_to(user: Viewer) -> QuerySet[Recognition]:
    """Recognitions that exist for a user: public ones for everybody, others for those who decide in that country."""
    public = Q(state=Recognition.State.PUBLISHED)
    role = getattr(user, "role", "")
    if role == Role.GLOBAL:
        return Recognition.objects.all()
    if role in {Role.REVIEWER, Role.MANAGER}:
        return Recognition.objects.filter(public | Q(factory__in=visible_to(user)))
    return Recognition.objects.filter(public)


def recognitions_of_own(factories: QuerySet[Factory]) -> QuerySet[Recognition]:
    """Recognitions of some factories that were public once, for their own people. No rights: the caller asks."""
    return Recognition.objects.filter(published_at__isnull=False, factory__in=factories)


def recognised_at(factory_ids: Ids, at: datetime) -> dict[int, UUID]:
    """Factory id → the recognition that was public at a moment, suspended or not. One statement."""
    rows = Recognition.objects.filter(published_at__lte=at, factory_id__in=factory_ids or [])
    held = rows.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at))
    return dict(held.order_by("published_at").values_list("factory_id", "pk"))


def _strengths(verdict: StoredVerdict) -> list[dict[str, Any]]:
    return [
        {"pillar": row["pillar"], "met": row["met"], "of": row["met"] + row["not_met"] + row["unknown"]}
        for row in verdict.by_pillar()
    ]
