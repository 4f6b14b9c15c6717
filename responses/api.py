"""`/api/v1/findings/`: findings with the factory's responses, to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.filters import OrderingFilter
from rest_framework.request import Request

from assessments.models import Finding
from assessments.queries.visibility import findings_visible_to
from countries.queries.local_time import LocalDays
from factories.api.bulk_export import BulkExport
from files.serializers import Rows
from questionnaires.queries.questionnaires import TextsOnDemand
from responses.filters import FindingFilter
from responses.serializers import FindingSerializer


@extend_schema_view(
    list=extend_schema(summary="Findings", tags=["findings"]),
    export=extend_schema(summary="All findings as NDJSON or Parquet", tags=["findings"]),
)
class FindingViewSet(BulkExport, mixins.ListModelMixin, viewsets.GenericViewSet[Finding]):
    """Findings of the assessments that a factory may read, the newest first, each with its question's text.

    The text comes in the language that `language` or `Accept-Language` names, and in English where it is not
    translated. There are none of drafts and of what is in review.
    """

    serializer_class = FindingSerializer
    queryset = Finding.objects.none()
    filter_backends = (DjangoFilterBackend, OrderingFilter)
    filterset_class = FindingFilter
    ordering_fields: Sequence[str] = ("found_on",)
    ordering: Sequence[str] = ("-found_on", "id")
    export_name = "findings"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """The language of the texts."""
        super().initial(request, *args, **kwargs)
        chosen = request.query_params.get("language", "")
        self.texts = TextsOnDemand(chosen if chosen in dict(settings.LANGUAGES) else get_language() or "en")

    def get_queryset(self) -> QuerySet[Finding]:
        """Of the assessments that the caller may know of today, from the comment window on."""
        return findings_visible_to(self.request.user, LocalDays(timezone.now()))

    def get_serializer_context(self) -> dict[str, Any]:
        """With the texts of questions."""
        return {**super().get_serializer_context(), "texts": getattr(self, "texts", None)}

    def paginate_queryset(self, queryset: Any) -> list[Any] | None:
        """A page, and the texts of its questions."""
        rows = super().paginate_queryset(queryset)
        self.texts.load(row.assessment.layout_id for row in rows or ())
        return rows

    def serialized(self, rows: list[Any]) -> Rows:
        """A slice of the export, with the texts of its questions."""
        self.texts.load(row.assessment.layout_id for row in rows)
        return super().serialized(rows)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Says in which language the texts were asked for."""
        made = super().finalize_response(request, response, *args, **kwargs)
        if hasattr(self, "texts"):
            made.headers["Content-Language"] = self.texts.language
        return made
