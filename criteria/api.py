"""`/api/v1/evaluations/` and `/criteria/`: what exists for the caller, to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.filters import OrderingFilter
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from criteria.filters import CriteriaVersionFilter, EvaluationFilter
from criteria.models import CriteriaVersion, Evaluation
from criteria.policies import reads_case_criteria, works_on_criteria
from criteria.queries.verdicts import evaluations_visible_to, verdict_of, verdicts_without_cases
from criteria.serializers import CriteriaSerializer, EvaluationSerializer, WholeEvaluationSerializer
from factories.api.bulk_export import BulkExport


@extend_schema_view(
    list=extend_schema(summary="Verdicts", tags=["evaluations"]),
    retrieve=extend_schema(
        summary="One verdict with every criterion", tags=["evaluations"], responses=WholeEvaluationSerializer
    ),
    export=extend_schema(summary="All verdicts as NDJSON or Parquet", tags=["evaluations"]),
)
class EvaluationViewSet(BulkExport, viewsets.ReadOnlyModelViewSet[Evaluation]):
    """Verdicts on the factories that the caller works with or belongs to, newest first."""

    serializer_class: type[EvaluationSerializer] = EvaluationSerializer
    export_name = "verdicts"
    queryset = Evaluation.objects.none()
    filter_backends = (DjangoFilterBackend, OrderingFilter)
    filterset_class = EvaluationFilter
    ordering_fields: Sequence[str] = ("evaluated_at", "distance")
    ordering: Sequence[str] = ("-evaluated_at", "id")

    def get_queryset(self) -> QuerySet[Evaluation]:
        """What exists for the caller."""
        rows = evaluations_visible_to(self.request.user).select_related("factory", "criteria")
        return rows if reads_case_criteria(self.request.user) else verdicts_without_cases(rows)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who may not know of cases cannot order by the distance: it counts them."""
        super().initial(request, *args, **kwargs)
        if not reads_case_criteria(request.user):
            self.ordering_fields = ("evaluated_at",)

    def get_serializer_context(self) -> dict[str, Any]:
        """Whether the caller may know of zero-tolerance cases."""
        return {
            **super().get_serializer_context(),
            "reads_case_criteria": reads_case_criteria(self.request.user),
        }

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002  # Django's signature
        """One verdict with every criterion."""
        row: Any = self.get_object()
        verdict = verdict_of(row.pk)
        cases = reads_case_criteria(request.user)
        row.criteria_rows = (
            [row for row in verdict.criteria_rows if cases or not row["restricted"]] if verdict else []
        )
        return Response(WholeEvaluationSerializer(row, context=self.get_serializer_context()).data)


@extend_schema_view(
    list=extend_schema(summary="Criteria versions", tags=["criteria"]),
    retrieve=extend_schema(summary="One criteria version", tags=["criteria"]),
)
class CriteriaViewSet(viewsets.ReadOnlyModelViewSet[CriteriaVersion]):
    """Criteria versions: approved ones for everybody, drafts for the global team."""

    serializer_class = CriteriaSerializer
    permission_classes = (AllowAny,)
    queryset = CriteriaVersion.objects.none()
    filter_backends = (DjangoFilterBackend, OrderingFilter)
    filterset_class = CriteriaVersionFilter
    ordering_fields: Sequence[str] = ("version",)
    ordering: Sequence[str] = ("code", "version", "id")

    def get_queryset(self) -> QuerySet[CriteriaVersion]:
        """What exists for the caller."""
        if works_on_criteria(self.request.user):
            return CriteriaVersion.objects.all()
        return CriteriaVersion.objects.filter(state=CriteriaVersion.State.APPROVED)
