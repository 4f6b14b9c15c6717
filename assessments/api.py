"""`/api/v1/assessments/`, `/visits/` and `/sector-tables/`: what exists for the caller, to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.filters import OrderingFilter
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from assessments.models import Assessment, Score, SectorCount
from assessments.queries.sheets import given_answers
from assessments.queries.visibility import assessments_visible_to
from assessments.serializers import AssessmentSerializer, SectorCountSerializer, WholeAssessmentSerializer
from factories.queries.local_time import LocalDays


def _narrowing(*names: str) -> list[OpenApiParameter]:
    return [OpenApiParameter(name, str, description=f"Only this {name}.") for name in names]


@extend_schema_view(
    list=extend_schema(tags=["assessments"], parameters=_narrowing("factory", "state", "kind")),
    retrieve=extend_schema(tags=["assessments"], responses=WholeAssessmentSerializer),
)
class AssessmentViewSet(viewsets.ReadOnlyModelViewSet[Assessment]):
    """Assessments, newest first. Drafts exist for their team, reviewers and managers only."""

    serializer_class: type[BaseSerializer[Assessment]] = AssessmentSerializer
    queryset = Assessment.objects.none()
    filter_backends = (OrderingFilter,)
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

    def filter_queryset(self, queryset: QuerySet[Assessment, Any]) -> QuerySet[Assessment, Any]:
        """`?factory=`, `?state=`, `?kind=`."""
        asked = self.request.query_params
        for name, column in (("factory", "factory__code"), ("state", "state"), ("kind", "kind")):
            if asked.get(name):
                queryset = queryset.filter(**{column: asked[name]})
        return queryset

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002  # Django's signature
        """One assessment with its answers."""
        assessment: Any = self.get_object()
        assessment.answers = given_answers(assessment)
        return Response(WholeAssessmentSerializer(assessment, context=self.get_serializer_context()).data)


@extend_schema_view(
    list=extend_schema(tags=["sector-tables"], auth=[], parameters=_narrowing("country", "year", "level"))
)
class SectorTableViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[SectorCount]):
    """Non-compliance of the sector by country, year and cluster, point or question; open to everybody.

    The latest assessment of each factory in the year counts. An empty country is the whole programme.
    """

    serializer_class = SectorCountSerializer
    permission_classes = (AllowAny,)
    queryset = SectorCount.objects.all()
    filter_backends = (OrderingFilter,)
    ordering_fields: Sequence[str] = ("country", "year")
    ordering: Sequence[str] = ("country", "-year", "id")

    def filter_queryset(self, queryset: QuerySet[SectorCount, Any]) -> QuerySet[SectorCount, Any]:
        """`?country=`, `?year=`, `?level=`."""
        asked = self.request.query_params
        if "country" in asked:
            queryset = queryset.filter(country=asked["country"].upper())
        if asked.get("year", "").isdigit():
            queryset = queryset.filter(year=int(asked["year"]))
        return queryset.filter(level=asked["level"]) if asked.get("level") else queryset
