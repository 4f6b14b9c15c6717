"""`/api/v1/assessments/` and `/findings/`: what exists for the caller, to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import get_language
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.filters import OrderingFilter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from assessments.filters import AssessmentFilter, FindingFilter
from assessments.models import Assessment, Finding, Score
from assessments.queries.sheets import given_answers
from assessments.queries.visibility import assessments_visible_to, findings_visible_to
from assessments.serializers import AssessmentSerializer, FindingSerializer, WholeAssessmentSerializer
from countries.queries.local_time import LocalDays
from factories.api.bulk_export import BulkExport
from files.serializers import Rows
from questionnaires.queries.questionnaires import TextsOnDemand


@extend_schema_view(
    list=extend_schema(summary="Assessments", tags=["assessments"]),
    retrieve=extend_schema(
        summary="One assessment with its answers", tags=["assessments"], responses=WholeAssessmentSerializer
    ),
)
class AssessmentViewSet(viewsets.ReadOnlyModelViewSet[Assessment]):
    """Assessments, newest first. Drafts exist for their team, reviewers and managers only."""

    serializer_class: type[BaseSerializer[Assessment]] = AssessmentSerializer
    queryset = Assessment.objects.none()
    filter_backends = (DjangoFilterBackend, OrderingFilter)
    filterset_class = AssessmentFilter
    ordering_fields: Sequence[str] = ("assessed_on",)
    ordering: Sequence[str] = ("-assessed_on", "id")

    def get_queryset(self) -> QuerySet[Assessment]:
        """What the caller may know of today."""
        found = assessments_visible_to(self.request.user, LocalDays(timezone.now()))
        score = Score.objects.filter(assessment=OuterRef("pk"))
        return found.select_related("factory").annotate(
            questionnaire=Concat("layout__questionnaire__code", Value("@"), "layout__questionnaire__version"),
            noncompliant=Subquery(score.values("noncompliant")),
            applicable=Subquery(score.values("applicable")),
        )

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002  # Django's signature
        """One assessment with its answers."""
        assessment: Any = self.get_object()
        assessment.answers = given_answers(assessment)
        return Response(WholeAssessmentSerializer(assessment, context=self.get_serializer_context()).data)


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
