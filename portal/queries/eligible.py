"""Factories whose current verdict carries a recognition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.models import SupplierProgress

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from factories.models import Factory


def eligible_among(factories: QuerySet[Factory]) -> QuerySet[Any]:
    """Those of the factories that meet every criterion."""
    eligible = SupplierProgress.objects.filter(outcome="eligible").values("pk")
    return factories.filter(pk__in=eligible)


def has_progress(factories: QuerySet[Factory]) -> QuerySet[Any]:
    """Those of the factories that have a verdict."""
    return factories.filter(pk__in=SupplierProgress.objects.values("pk"))
