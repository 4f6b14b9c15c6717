"""`/api/v1/listings/`: the recognised factories, open to everybody."""

from __future__ import annotations

from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.filters import OrderingFilter
from rest_framework.permissions import AllowAny

from portal.filters import ListingFilter
from portal.models import Listing
from portal.queries import listings
from portal.serializers import ListingSerializer


@extend_schema_view(
    list=extend_schema(
        summary="Recognised factories",
        description="Every factory whose recognition is public now, the newest first.",
        tags=["listings"],
        auth=[],
    ),
    retrieve=extend_schema(
        summary="One recognised factory",
        description="By the recognition's permanent id. 404 once the recognition is not public any more.",
        tags=["listings"],
        auth=[],
    ),
)
class ListingViewSet(viewsets.ReadOnlyModelViewSet[Listing]):
    """Recognised factories."""

    serializer_class = ListingSerializer
    permission_classes = (AllowAny,)
    queryset = listings()
    filter_backends = (DjangoFilterBackend, OrderingFilter)
    filterset_class = ListingFilter
    ordering_fields = ("recognised_on", "name", "workers")
    ordering = ("-recognised_on", "recognition_id")
