"""`/api/v1/evaluations/` and `/criteria/`: what exists for the caller, to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.filters import OrderingFilter
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from criteria.models import CriteriaVersion, Evaluation
from criteria.policies import knows_of_cases, works_on_criteria
from criteria.queries.verdicts import evaluations_visible_to, verdict_of
from criteria.serializers import CriteriaSerializer, EvaluationSerializer, WholeEvaluationSerializer


def narrowing(*names: str) -> list[OpenApiParameter]:
    """The query parameters of these names, for the schema."""
    return [OpenApiParameter(name, str, description=f"Only this {name}.") for name in names]


def narrowed(rows: QuerySet[Any], request: Request, columns: dict[str, str]) -> QuerySet[Any]:
    """The rows whose columns have the values of the query parameters: name of the parameter → column."""
    asked = {
        column: request.query_params[name]
        for name, column in columns.items()
        if request.query_params.get(name)
    }
    return rows.filter(**asked)


@extend_schema_view(
    list=extend_schema(
        tags=["evaluations"],
        parameters=[
            *narrowing("factory", "outcome"),
            OpenApiParameter("current", bool, description="Only the verdicts that hold now."),
        ],
    ),
    retrieve=extend_schema(tags=["evaluations"], responses=WholeEvaluationSerializer),
)
class EvaluationViewSet(viewsets.ReadOnlyModelViewSet[Evaluation]):
    """Verdicts on the factories that the caller works with or belongs to, newest first."""

    serializer_class: type[EvaluationSerializer] = EvaluationSerializer
    queryset = Evaluation.objects.none()
    filter_backends = (OrderingFilter,)
    ordering_fields: Sequence[str] = ("evaluated_at", "distance")
    ordering: Sequence[str] = ("-evaluated_at", "id")

    def get_queryset(self) -> QuerySet[Evaluation]:
        """What exists for the caller."""
        return evaluations_visible_to(self.request.user).select_related("factory", "criteria")

    def get_serializer_context(self) -> dict[str, Any]:
        """Whether the caller may know of zero-tolerance cases."""
        return {**super().get_serializer_context(), "knows_of_cases": knows_of_cases(self.request.user)}

    def filter_queryset(self, queryset: QuerySet[Evaluation, Any]) -> QuerySet[Evaluation, Any]:
        """`?factory=`, `?outcome=` (where the caller is told the whole outcome), `?current=true`."""
        columns = {"factory": "factory__code"}
        if knows_of_cases(self.request.user):
            columns["outcome"] = "outcome"
        rows = narrowed(queryset, self.request, columns)
        return rows.filter(is_current=True) if self.request.query_params.get("current") == "true" else rows

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002  # Django's signature
        """One verdict with every criterion."""
        row: Any = self.get_object()
        told = verdict_of(row.pk)
        cases = knows_of_cases(request.user)
        row.criteria_rows = (
            [one for one in told.criteria_rows if cases or not one["restricted"]] if told else []
        )
        return Response(WholeEvaluationSerializer(row, context=self.get_serializer_context()).data)


@extend_schema_view(
    list=extend_schema(tags=["criteria"], parameters=narrowing("code", "version")),
    retrieve=extend_schema(tags=["criteria"]),
)
class CriteriaViewSet(viewsets.ReadOnlyModelViewSet[CriteriaVersion]):
    """Criteria versions: approved ones for everybody, drafts for the global team."""

    serializer_class = CriteriaSerializer
    permission_classes = (AllowAny,)
    queryset = CriteriaVersion.objects.none()
    filter_backends = (OrderingFilter,)
    ordering_fields: Sequence[str] = ("version",)
    ordering: Sequence[str] = ("code", "version", "id")

    def get_queryset(self) -> QuerySet[CriteriaVersion]:
        """What exists for the caller."""
        if works_on_criteria(self.request.user):
            return CriteriaVersion.objects.all()
        return CriteriaVersion.objects.filter(state=CriteriaVersion.State.APPROVED)

    def filter_queryset(self, queryset: QuerySet[CriteriaVersion, Any]) -> QuerySet[CriteriaVersion, Any]:
        """`?code=`, `?version=`."""
        return narrowed(queryset, self.request, {"code": "code", "version": "version"})
