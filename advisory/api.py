"""`/api/v1/visits/`: the advisory visits that exist for the caller, to read."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.filters import OrderingFilter

from advisory.filters import VisitFilter
from advisory.models import AdvisoryVisit
from advisory.queries.visibility import visits_visible_to
from advisory.serializers import VisitSerializer


@extend_schema_view(
    list=extend_schema(summary="Advisory visits", tags=["visits"]),
    retrieve=extend_schema(summary="One advisory visit", tags=["visits"]),
)
class VisitViewSet(viewsets.ReadOnlyModelViewSet[AdvisoryVisit]):
    """Advisory visits, newest first."""

    serializer_class = VisitSerializer
    queryset = AdvisoryVisit.objects.none()
    lookup_field = "uid"
    lookup_url_kwarg = "id"
    lookup_value_converter = "uuid"
    filter_backends = (DjangoFilterBackend, OrderingFilter)
    filterset_class = VisitFilter
    ordering_fields: Sequence[str] = ("visited_on",)
    ordering: Sequence[str] = ("-visited_on", "id")

    def get_queryset(self) -> QuerySet[AdvisoryVisit]:
        """Of the factories that the caller works with."""
        return visits_visible_to(self.request.user).select_related("factory")
