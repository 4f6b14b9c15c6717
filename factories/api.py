"""`/api/v1/factories/`: the factories that one works with, in the fields of a factory list."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import OuterRef, QuerySet, Subquery
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, viewsets

from factories.models import Factory, Identifier
from factories.queries import visible_to
from factories.queries.search import led_on_to, matching

LONGEST_SEARCH = 80


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


_NARROWING = [
    OpenApiParameter("country", str, description="ISO 3166-1 alpha-2, as KH"),
    OpenApiParameter(
        "q", str, description="part of a name or address, a code or an identifier; earlier ones too"
    ),
]


@extend_schema(tags=["factories"])
@extend_schema_view(list=extend_schema(parameters=_NARROWING))
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
        """`?country=KH` narrows; `?q=` finds names, addresses, codes and identifiers, today's and earlier ones."""
        country = self.request.query_params.get("country")
        text = self.request.query_params.get("q", "").replace("\x00", "")[:LONGEST_SEARCH]
        found = queryset.filter(country=country.upper()) if country else queryset
        return found.filter(matching(text)) if text.strip() else found

    def get_object(self) -> Factory:
        """By today's code or an earlier one."""
        code = self.kwargs["code"]
        if not Factory.objects.filter(code=code).exists():
            self.kwargs["code"] = led_on_to(code) or code
        return super().get_object()
