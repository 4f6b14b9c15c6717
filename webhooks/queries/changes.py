"""Which changes exist for brands: by the rights of this moment, never by those of when they happened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from countries.queries.local_time import On
from factories.domain.scopes import FINDINGS, PLAN, SUMMARY
from factories.queries import consented_to, sourced_by
from factories.queries.by_id import factories_by_id
from portal.queries import recognised_among
from webhooks.models import ChangeEntry, ChangeKind

if TYPE_CHECKING:
    from factories.models import Brand


@dataclass(frozen=True, slots=True)
class ReadChange:
    """A change as a brand's system reads it."""

    id: UUID
    type: str
    factory: str
    at: datetime


MOST = 500  # changes on one page of the API

SCOPES: dict[str, tuple[str, ...]] = {
    SUMMARY: (ChangeKind.REPORT, ChangeKind.CRITERIA),
    FINDINGS: (ChangeKind.FINDINGS,),
    PLAN: (ChangeKind.PLAN,),
}
"""Scope of access → the kinds of changes of which whoever has it may know. Of alerts: see `changes_for`."""


def changes_for(brands: QuerySet[Brand] | Collection[int], on: On) -> QuerySet[ChangeEntry]:
    """Changes that brands may know of on a day, in no order."""
    suppliers = sourced_by(brands, on)
    allowed = Q(kind=ChangeKind.ENDED, factory_id__in=suppliers.values("pk"))
    allowed |= Q(kind=ChangeKind.PUBLISHED, factory_id__in=recognised_among(suppliers).values("pk"))
    for scope, kinds in SCOPES.items():
        allowed |= Q(kind__in=kinds, factory_id__in=consented_to(brands, on, scope).values("pk"))
    ids = brands.values("pk") if isinstance(brands, QuerySet) else list(brands)
    own = Q(brand_id__in=ids)
    reading = Q(factory_id__in=consented_to(brands, on).values("pk"))
    summaries = consented_to(brands, on, SUMMARY).values("pk")
    allowed |= Q(_since_access(own), kind=ChangeKind.ALERT, factory_id__in=summaries)
    allowed |= own & Q(kind=ChangeKind.GRANTED) & reading
    allowed |= own & Q(kind=ChangeKind.ACCESS_ENDED)
    return ChangeEntry.objects.filter(Q(brand_id__isnull=True) | own).filter(allowed)


def _since_access(own: Q) -> Exists:
    """Whether a change came after the access that brands have now: what was before it is in no report.

    A report says that there is an alert, and never that there was one.
    """
    entries = ChangeEntry.objects.filter(factory_id=OuterRef("factory_id"))
    ended = entries.filter(
        kind=ChangeKind.ACCESS_ENDED, brand_id=OuterRef("brand_id"), position__gt=OuterRef("position")
    )
    given = entries.filter(own, kind=ChangeKind.GRANTED, position__lt=OuterRef("position"))
    return Exists(given.exclude(Exists(ended)))


def position_of(uid: UUID) -> int | None:
    """Where a change stands in the feed, whoever may know of it. One query."""
    return ChangeEntry.objects.filter(uid=uid).values_list("position", flat=True).first()


def changes_after(brands: QuerySet[Brand], on: On, position: int, *, most: int) -> list[ReadChange]:
    """The first changes after a position that brands may know of, in the order of commits. Two queries."""
    rows = changes_for(brands, on).filter(position__gt=position).order_by("position")[:most]
    entries = list(rows)
    factories = factories_by_id({entry.factory_id for entry in entries})
    return [
        ReadChange(entry.uid, entry.kind, factories[entry.factory_id].code, entry.at)
        for entry in entries
        if entry.factory_id in factories
    ]
