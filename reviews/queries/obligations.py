"""What lists of work say of reviews."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery

from assessments.models import Assessment
from reviews.models import ReturnedAnswers


def with_return_reason(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Assessments with the reason of their latest return as `return_reason`; None where it is not kept."""
    latest = ReturnedAnswers.objects.filter(assessment=OuterRef("pk")).order_by("-returned_at", "-pk")
    return rows.annotate(return_reason=Subquery(latest.values("reason")[:1]))
