"""`/api/v1/sector-tables/`: the kept counts, open to everybody."""

from __future__ import annotations

from collections.abc import Sequence

from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.filters import OrderingFilter
from rest_framework.permissions import AllowAny

from sector_tables.filters import SectorFilter
from sector_tables.models import SectorCount
from sector_tables.serializers import SectorCountSerializer


@extend_schema_view(
    list=extend_schema(summary="Non-compliance of the sector", tags=["sector-tables"], auth=[])
)
class SectorTableViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[SectorCount]):
    """Non-compliance of the sector by country, year and cluster, point or question; open to everybody.

    The latest assessment of each factory in the year counts. An empty country is the whole programme.
    """

    serializer_class = SectorCountSerializer
    permission_classes = (AllowAny,)
    queryset = SectorCount.objects.all()
    filter_backends = (DjangoFilterBackend, OrderingFilter)
    filterset_class = SectorFilter
    ordering_fields: Sequence[str] = ("country", "year")
    ordering: Sequence[str] = ("country", "-year", "id")
