"""`/api/v1/factories/`: the factories that one works with, in the fields of a factory list."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import OuterRef, QuerySet, Subquery
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets

from factories.models import Factory, Identifier
from factories.queries import visible_to


class FactorySerializer(serializers.ModelSerializer[Factory]):
    """One factory."""

    os_id = serializers.CharField(allow_null=True, read_only=True)
    country = serializers.CharField(source="country_id", read_only=True)
    lat = serializers.DecimalField(
        source="latitude", max_digits=9, decimal_places=6, allow_null=True, read_only=True
    )
    lng = serializers.DecimalField(
        source="longitude", max_digits=9, decimal_places=6, allow_null=True, read_only=True
    )

    class Meta:
        model = Factory
        fields: ClassVar[list[str]] = [
            "code", "os_id", "name", "country", "address", "lat", "lng", "workers", "women_workers", "products",
            "joined_on", "is_closed",
        ]  # fmt: skip


@extend_schema(tags=["factories"])
class FactoryViewSet(viewsets.ReadOnlyModelViewSet[Factory]):
    """Factories by code. What is not yours does not exist."""

    serializer_class = FactorySerializer
    lookup_field = "code"
    lookup_value_regex = "[^/]+"
    queryset = Factory.objects.none()

    def get_queryset(self) -> QuerySet[Factory]:
        """From the user."""
        current = Identifier.objects.filter(
            factory=OuterRef("pk"), scheme=Identifier.Scheme.OS_ID, until_on__isnull=True
        )
        return (
            visible_to(self.request.user).annotate(os_id=Subquery(current.values("value")[:1])).order_by("id")
        )

    def filter_queryset(self, queryset: QuerySet[Factory, Any]) -> QuerySet[Factory, Any]:
        """`?country=KH` narrows."""
        country = self.request.query_params.get("country")
        return queryset.filter(country=country.upper()) if country else queryset
