"""A plan item that the programme verified says that what was found on its question has been put right."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Subquery

from advisory.models import PlanItem
from assessments.models import Finding

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User


def fix_by_new_items(*, actor: User | None, now: datetime) -> None:
    """Mark the findings that the items recorded just now tell of as fixed. One statement."""
    _fix(_verified().filter(recorded_at=now), Finding.objects.all(), actor=actor, now=now)


def fix_new_findings(*, actor: User | None, now: datetime) -> None:
    """Mark the findings recorded just now as fixed where the plan knew it before. One statement."""
    _fix(_verified(), Finding.objects.filter(recorded_at=now), actor=actor, now=now)


def _verified() -> QuerySet[PlanItem]:
    return PlanItem.objects.filter(
        superseded_at__isnull=True, status=PlanItem.Status.VERIFIED, verified_on__isnull=False
    )


def _fix(
    items: QuerySet[PlanItem], findings: QuerySet[Finding], *, actor: User | None, now: datetime
) -> None:
    told = items.filter(
        factory=OuterRef("factory"), question=OuterRef("question"), verified_on__gte=OuterRef("found_on")
    ).order_by("verified_on")
    findings.filter(
        Exists(told), fixed_on__isnull=True, withdrawn_at__isnull=True, factory__in=items.values("factory")
    ).update(fixed_on=Subquery(told.values("verified_on")[:1]), verified_at=now, verified_by=actor)
