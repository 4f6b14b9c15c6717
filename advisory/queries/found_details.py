"""Visits by their day, and what was written of a question on one or in an assessment."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from advisory.models import AdvisoryVisit
from assessments.models import Finding


def found_details(question: str, *, assessment: UUID | None, visit: AdvisoryVisit | None) -> str:
    """What was found on a question in an assessment or on a visit; empty where nothing was. One query."""
    source = Q(assessment=assessment) if assessment else Q(visit=visit)
    if assessment is None and visit is None:
        return ""
    rows = Finding.objects.filter(source, question=question, withdrawn_at__isnull=True)
    return rows.values_list("details", flat=True).first() or ""


def days_of_visits() -> frozenset[tuple[str, date, int]]:
    """Code of the factory, day and number of every visit. One query."""
    rows = AdvisoryVisit.objects.filter(superseded_at__isnull=True)
    return frozenset(rows.values_list("factory__code", "visited_on", "number"))
