"""Factories that are close to recognition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.models import Listing, SupplierProgress

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from factories.models import Factory


def close_among(factories: QuerySet[Factory]) -> QuerySet[Any]:
    """Those of the factories that miss few criteria and are not recognised, as readers without cases know them."""
    close = SupplierProgress.objects.filter(close_without_cases=True).values("pk")
    return factories.filter(pk__in=close).exclude(pk__in=Listing.objects.values("factory"))
