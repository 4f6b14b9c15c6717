"""`/api/v1/hand-overs/`: the hand-overs that exist for the caller, to read."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.filters import OrderingFilter

from handovers.filters import HandoverFilter
from handovers.models import Handover
from handovers.queries.handovers import rows_for_api
from handovers.serializers import HandoverSerializer


@extend_schema_view(
    list=extend_schema(tags=["hand-overs"]),
    retrieve=extend_schema(tags=["hand-overs"]),
)
class HandoverViewSet(viewsets.ReadOnlyModelViewSet[Handover]):
    """Hand-overs of factories to the labour inspectorate, newest first."""

    serializer_class = HandoverSerializer
    queryset = Handover.objects.none()
    lookup_value_converter = "uuid"
    filter_backends = (DjangoFilterBackend, OrderingFilter)
    filterset_class = HandoverFilter
    ordering_fields: Sequence[str] = ("made_at", "due_on")
    ordering: Sequence[str] = ("-made_at", "id")

    def get_queryset(self) -> QuerySet[Handover]:
        """Of the countries in which the caller works; none for factories' people and brands."""
        return rows_for_api(self.request.user)
