"""One zero-tolerance case and where it came from."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from advisory.models import AdvisoryVisit, ZeroToleranceCase


def opened_at(case_uid: UUID) -> datetime:
    """The moment at which a case was first recorded: its clocks run from here. One query."""
    first = ZeroToleranceCase.objects.filter(uid=case_uid).order_by("recorded_at", "pk").first()
    if first is None:
        raise LookupError(case_uid)
    return first.recorded_at


def visit_behind(case: ZeroToleranceCase) -> UUID | None:
    """The visit that a case came from. At most one query."""
    if case.visit_id is None:
        return None
    return AdvisoryVisit.objects.filter(pk=case.visit_id).values_list("uid", flat=True).first()
