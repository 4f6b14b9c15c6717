"""`/api/v1/suppliers/`: the factories that the caller's brands buy from."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.utils import timezone
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from buyers.queries.own import watches
from countries.queries.local_time import LocalDays
from factories.api.bulk_export import BulkExport
from factories.queries import brands_of, registered
from files.serializers import Rows
from portal.brands.filters import SupplierFilter
from portal.brands.queries.suppliers import SupplierRow, supplier_rows, suppliers
from portal.brands.serializers import SupplierSerializer
from portal.policies import is_brand


@extend_schema_view(
    list=extend_schema(summary="Suppliers of your brands", tags=["suppliers"]),
    export=extend_schema(summary="All suppliers as NDJSON or Parquet", tags=["suppliers"]),
)
class SupplierViewSet(BulkExport, viewsets.GenericViewSet[Any]):
    """The factories that the caller's brands buy from, each as far as it shares its reports with them."""

    serializer_class = SupplierSerializer
    queryset = registered().none()
    filter_backends = (DjangoFilterBackend,)
    filterset_class = SupplierFilter
    export_name = "suppliers"

    def get_queryset(self) -> QuerySet[Any]:
        """From the caller's brands; none for anybody else."""
        user: Any = self.request.user
        rows = suppliers(brands_of(user), LocalDays(timezone.now()))
        found = cast("QuerySet[Any]", rows.annotate(watched=watches(user.pk)))
        return found if is_brand(user) else found.none()

    def serialized(self, rows: list[Any]) -> Rows:
        """With what each lets the caller's brands read."""
        shown: list[SupplierRow] = supplier_rows(rows, self.request.user, LocalDays(timezone.now()))  # type: ignore[arg-type]  # a brand's person
        return super().serialized(shown)

    def list(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """A page of them."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.serialized(page or []))
