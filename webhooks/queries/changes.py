"""Which changes exist for brands: by the rights of this moment, never by those of when they happened."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from countries.queries.local_time import On
from factories.domain.scopes import FINDINGS, PLAN, SUMMARY
from factories.queries import consented_to, sourced_by
from portal.queries import recognised_among
from webhooks.models import ChangeEntry, ChangeKind

if TYPE_CHECKING:
    from factories.models import Brand

SCOPES: dict[str, tuple[str, ...]] = {
    SUMMARY: (ChangeKind.REPORT, ChangeKind.CRITERIA, ChangeKind.ALERT),
    FINDINGS: (ChangeKind.FINDINGS,),
    PLAN: (ChangeKind.PLAN,),
}
"""Scope of access → the kinds of changes of which whoever has it may know."""


def changes_for(brands: QuerySet[Brand] | Collection[int], on: On) -> QuerySet[ChangeEntry]:
    """Changes that brands may know of on a day, in no order."""
    suppliers = sourced_by(brands, on)
    allowed = Q(kind=ChangeKind.ENDED, factory_id__in=suppliers.values("pk"))
    allowed |= Q(kind=ChangeKind.PUBLISHED, factory_id__in=recognised_among(suppliers).values("pk"))
    for scope, kinds in SCOPES.items():
        allowed |= Q(kind__in=kinds, factory_id__in=consented_to(brands, on, scope).values("pk"))
    own = Q(brand_id__in=brands.values("pk") if isinstance(brands, QuerySet) else list(brands))
    reading = Q(factory_id__in=consented_to(brands, on).values("pk"))
    allowed |= own & Q(kind=ChangeKind.GRANTED) & reading
    allowed |= own & Q(kind=ChangeKind.ACCESS_ENDED)
    return ChangeEntry.objects.filter(Q(brand_id__isnull=True) | own).filter(allowed)
