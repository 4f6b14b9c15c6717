"""`…/export/` of a list of the API: all of its rows as NDJSON or Parquet, streamed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from accounts.access_log import log_export
from factories.queries.lookups import ids_of_codes
from files.serializers import NdjsonRenderer, ParquetRenderer, Rows, ndjson_lines, parquet_bytes

SLICE = 500


class BulkExport(GenericViewSet[Any]):
    """For a viewset with a list: the same rows and fields by the same filters, without pages."""

    export_name = ""
    export_order: tuple[str, ...] = ("pk",)
    factory_field = "factory"  # which field names the factory of a row
    _row_serializer: BaseSerializer[Any] | None = None

    @action(
        detail=False,
        methods=["get"],
        pagination_class=None,
        renderer_classes=[NdjsonRenderer, ParquetRenderer],
    )
    def export(self, request: Request) -> HttpResponseBase:
        """The whole list. By `Accept` or `format`: `application/x-ndjson` or `application/vnd.apache.parquet`."""
        accepted: Any = request.accepted_renderer
        parts = self._logged(self.export_parts())
        serializer: Any = self.get_serializer()
        body = (
            parquet_bytes(parts, serializer.fields) if accepted.format == "parquet" else ndjson_lines(parts)
        )
        response = StreamingHttpResponse(body, content_type=accepted.media_type)
        response.headers["Content-Disposition"] = (
            f'attachment; filename="{self.export_name}.{accepted.format}"'
        )
        return response

    def export_parts(self) -> Iterator[Rows]:
        """The rows as the serializer writes them, a slice at a time. What is wrong with the filters is said at once."""
        rows = self.filter_queryset(self.get_queryset()).order_by(*self.export_order)
        return self._slices(rows)

    def _slices(self, rows: QuerySet[Any]) -> Iterator[Rows]:
        rest = iter(rows.iterator(chunk_size=SLICE))
        while some := list(islice(rest, SLICE)):
            yield self.serialized(some)

    def serialized(self, rows: list[Any]) -> Rows:
        """Rows of the queryset as the list shows them."""
        # by one serializer's fields: a list serializer and its rows hold each other until memory is swept
        serializer = self._row_serializer = self._row_serializer or self.get_serializer()
        return [cast("dict[str, Any]", serializer.to_representation(row)) for row in rows]

    def _logged(self, parts: Iterator[Rows]) -> Iterator[Rows]:
        """Each factory that the rows name is noted in the log of looks."""
        for rows in parts:
            codes = {row[self.factory_field] for row in rows}
            log_export(self.request, ids_of_codes(codes), now=timezone.now())
            yield rows
