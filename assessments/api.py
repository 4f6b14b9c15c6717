"""`/api/v1/assessments/`: what exists for the caller, to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.filters import OrderingFilter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from assessments.filters import AssessmentFilter
from assessments.models import Assessment, Score
from assessments.queries.sheets import given_answers
from assessments.queries.visibility import assessments_visible_to
from assessments.serializers import AssessmentSerializer, WholeAssessmentSerializer
from countries.queries.local_time import LocalDays


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
        return Response(self.shown(self.get_object()))

    def shown(self, found: Any) -> Any:
        """One assessment as its reader is shown it."""
        found.answers = given_answers(found, with_notes=getattr(self.request.user, "is_staff", False))
        return WholeAssessmentSerializer(found, context=self.get_serializer_context()).data
