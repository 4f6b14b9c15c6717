"""Final assessments and comment windows of factories."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from assessments.models import IN_ORDER, Assessment, Score

if TYPE_CHECKING:
    from django.db.models import QuerySet

    Factories = Collection[int] | QuerySet[Any]


Counts = dict[str, list[int]]  # [noncompliant, applicable] by code


@dataclass(frozen=True, slots=True)
class FinalAssessment:
    """A final assessment with its counts."""

    id: UUID
    factory_id: int
    layout_id: int
    assessed_on: date
    cycle: int
    kind: str
    announced: bool
    revision: int
    noncompliant: int
    applicable: int
    clusters: Counts
    points: Counts


@dataclass(frozen=True, slots=True)
class CommentWindow:
    """An assessment that its factory may comment on until a day."""

    id: UUID
    factory_id: int
    assessed_on: date
    closes_on: date


def final_assessments(factories: Factories) -> list[FinalAssessment]:
    """Final assessments with their counts, oldest first."""
    rows = Score.objects.filter(assessment__factory__in=factories, assessment__state=Assessment.State.FINAL)
    ordered = rows.order_by("assessment__factory_id", *(f"assessment__{name}" for name in IN_ORDER))
    columns = (
        "assessment_id",
        "assessment__factory_id",
        "assessment__layout_id",
        "assessment__assessed_on",
        "assessment__cycle",
        "assessment__kind",
        "assessment__announced",
        "revision",
        "noncompliant",
        "applicable",
        "clusters",
        "points",
    )
    return [FinalAssessment(*row) for row in ordered.values_list(*columns)]


def assessed_after(factory: str, moment: str) -> Exists:
    """Whether a row's factory has a final assessment of a later day than a moment of the row; both given as paths."""
    return Exists(
        Assessment.objects.filter(
            factory=OuterRef(factory),
            state=Assessment.State.FINAL,
            assessed_on__gt=OuterRef(f"{moment}__date"),
        )
    )


def comment_windows(factories: Factories) -> list[CommentWindow]:
    """Assessments in the comment window, the one that closes first first."""
    rows = Assessment.objects.filter(factory__in=factories, state=Assessment.State.COMMENT_WINDOW)
    ordered = rows.order_by("window_closes_on", "pk")
    columns = ordered.values_list("pk", "factory_id", "assessed_on", "window_closes_on")
    return [
        CommentWindow(pk, factory, day, closes) for pk, factory, day, closes in columns if closes is not None
    ]
