"""Comment windows that wait for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from assessments.domain.states import AssessmentState
from assessments.models import Assessment, Finding


@dataclass(frozen=True, slots=True)
class SilentWindow:
    """A comment window with a finding to which nothing was said."""

    assessment_id: UUID
    factory_id: int
    country: str
    opened_at: datetime
    closes_on: date


def windows_with_silent_findings() -> list[SilentWindow]:
    """Open comment windows of open factories in which a finding has no answer, in order of their end. One query."""
    silent = Finding.objects.filter(
        assessment=OuterRef("pk"), withdrawn_at__isnull=True, responded_at__isnull=True
    )
    rows = Assessment.objects.filter(
        Exists(silent),
        state=AssessmentState.COMMENT_WINDOW,
        window_closes_on__isnull=False,
        reviewed_at__isnull=False,
        factory__is_closed=False,
    ).order_by("window_closes_on", "pk")
    columns = ("pk", "factory_id", "factory__country_id", "reviewed_at", "window_closes_on")
    return [SilentWindow(*row) for row in rows.values_list(*columns)]
