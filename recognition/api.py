"""`/api/v1/evaluations/`, `/recognitions/`, `/criteria/` and `/jobs/`: what exists for the caller, to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.filters import OrderingFilter
from rest_framework.permissions import AllowAny

from journal.models import Job
from recognition.filters import RecognitionFilter
from recognition.models import Recognition
from recognition.queries.recognitions import recognitions_visible_to
from recognition.queries.worklist import dossiers_visible_to
from recognition.serializers import JobSerializer, RecognitionSerializer


@extend_schema_view(
    list=extend_schema(summary="Recognitions", tags=["recognitions"]),
    retrieve=extend_schema(summary="One recognition", tags=["recognitions"]),
)
class RecognitionViewSet(viewsets.ReadOnlyModelViewSet[Recognition]):
    """Recognitions: public ones for everybody, all of a country for those who decide there."""

    serializer_class = RecognitionSerializer
    permission_classes = (AllowAny,)
    queryset = Recognition.objects.none()
    filter_backends = (DjangoFilterBackend, OrderingFilter)
    filterset_class = RecognitionFilter
    ordering_fields: Sequence[str] = ("proposed_at",)
    ordering: Sequence[str] = ("-proposed_at", "id")

    def get_queryset(self) -> QuerySet[Recognition]:
        """What exists for the caller, each with whether they decide there."""
        user: Any = self.request.user
        dossiers = dossiers_visible_to(user).filter(pk=OuterRef("pk"))
        rows = recognitions_visible_to(user).annotate(mine=Exists(dossiers))
        return rows.select_related("factory", "evaluation__criteria")


@extend_schema_view(
    list=extend_schema(summary="Your long jobs", tags=["jobs"]),
    retrieve=extend_schema(summary="One long job", tags=["jobs"]),
)
class JobViewSet(viewsets.ReadOnlyModelViewSet[Job]):
    """Long jobs that the caller started."""

    serializer_class = JobSerializer
    queryset = Job.objects.none()
    filter_backends = (OrderingFilter,)
    ordering_fields: Sequence[str] = ("queued_at",)
    ordering: Sequence[str] = ("-queued_at", "id")

    def get_queryset(self) -> QuerySet[Job]:
        """One's own."""
        return (
            Job.objects.filter(actor_id=self.request.user.pk) if self.request.user.pk else Job.objects.none()
        )
