"""`/api/v1/factories/`: the factories that one works with, in the fields of a factory list."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import OuterRef, QuerySet, Subquery
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, viewsets

from factories.api.bulk_export import BulkExport
from factories.filters.factories import FactoryFilter
from factories.models import Factory, Identifier
from factories.queries import visible_to
from factories.queries.search import led_on_to


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


@extend_schema_view(
    list=extend_schema(summary="Factories"),
    retrieve=extend_schema(summary="One factory"),
    export=extend_schema(summary="All factories as NDJSON or Parquet"),
)
@extend_schema(tags=["factories"])
class FactoryViewSet(BulkExport, viewsets.ReadOnlyModelViewSet[Factory]):
    """Factories by code. What is not yours does not exist."""

    serializer_class = FactorySerializer
    export_name, factory_field = "factories", "code"
    lookup_field = "code"
    lookup_value_regex = "[^/]+"
    queryset = Factory.objects.none()
    filter_backends = (DjangoFilterBackend,)
    filterset_class = FactoryFilter

    def get_queryset(self) -> QuerySet[Factory]:
        """From the user."""
        current = Identifier.objects.filter(
            factory=OuterRef("pk"), scheme=Identifier.Scheme.OS_ID, until_on__isnull=True
        )
        return (
            visible_to(self.request.user).annotate(os_id=Subquery(current.values("value")[:1])).order_by("id")
        )

    def get_object(self) -> Factory:
        """By today's code or an earlier one."""
        code = self.kwargs["code"]
        if not Factory.objects.filter(code=code).exists():
            self.kwargs["code"] = led_on_to(code) or code
        found: Factory = super().get_object()
        return found
