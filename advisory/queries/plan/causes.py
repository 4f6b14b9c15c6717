"""What the items of plans say of causes, and of what was found again after it had been verified as put right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q

from advisory.models import PlanItem
from assessments.models import Assessment, Finding

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from factories.models import Factory


@dataclass(frozen=True, slots=True)
class CauseCount:
    """Items of one country, point and cause: all, those verified, and of these the ones found again later."""

    country: str
    point: str  # "" where an item is on no question
    cause: str  # a code; "" where none is given
    items: int
    verified: int
    recurred: int


def cause_counts(factories: QuerySet[Factory]) -> list[CauseCount]:
    """Counts of the items that stand, by country, point and cause. One statement.

    An issue recurred when a later final assessment found the same question again; one that is asked by another
    code since counts as another.
    """
    again = Finding.objects.filter(
        factory=OuterRef("factory"),
        question=OuterRef("question"),
        found_on__gt=OuterRef("verified_on"),
        withdrawn_at__isnull=True,
        assessment__state=Assessment.State.FINAL,
    )
    is_verified = Q(status=PlanItem.Status.VERIFIED)
    rows = (
        PlanItem.objects.filter(superseded_at__isnull=True, factory__in=factories)
        .annotate(recurs=Exists(again.exclude(question="")))
        .values("question", "cause", country=F("factory__country_id"))
        .annotate(
            items=Count("pk"),
            verified=Count("pk", filter=is_verified),
            recurred=Count("pk", filter=is_verified & Q(recurs=True)),
        )
        .order_by("country", "question", "cause")
    )
    return _by_point(
        CauseCount(
            row["country"],
            row["question"].rpartition("-")[0],
            row["cause"],
            row["items"],
            row["verified"],
            row["recurred"],
        )
        for row in rows
    )


def _by_point(rows: Iterable[CauseCount]) -> list[CauseCount]:
    """Questions of one point together."""
    found: dict[tuple[str, str, str], CauseCount] = {}
    for row in rows:
        key = (row.country, row.point, row.cause)
        before = found.get(key, CauseCount(*key, 0, 0, 0))
        found[key] = CauseCount(
            *key, before.items + row.items, before.verified + row.verified, before.recurred + row.recurred
        )
    return list(found.values())
