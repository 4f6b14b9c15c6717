"""Which diagnoses exist for whom, and lists of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.models import FACTORY_PEOPLE, Role
from assessments.policies import advises
from factories.queries import factories_of, visible_to
from self_diagnosis.models import DiagnosisAnswer, OwnAnswer, SelfDiagnosis

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User


ANSWERS: tuple[str, ...] = tuple(OwnAnswer.values)
SIDES: tuple[str, ...] = tuple(SelfDiagnosis.TakingPart.values)


@dataclass(frozen=True, slots=True)
class DiagnosisLine:
    """One diagnosis in a list."""

    id: UUID
    begun_on: date
    taking_part: str
    points: int
    answered: int
    gaps: int
    completed_at: datetime | None
    shared_at: datetime | None


def is_gone(diagnosis_id: UUID) -> bool:
    """Whether nobody has such a diagnosis, or no longer."""
    return not SelfDiagnosis.objects.filter(pk=diagnosis_id).exists()


def diagnoses_visible_to(user: User) -> QuerySet[SelfDiagnosis]:
    """For a factory's own people all of theirs; for advisers those that a factory of theirs shares; else none."""
    role = getattr(user, "role", "")
    if role in FACTORY_PEOPLE:
        return SelfDiagnosis.objects.filter(factory__in=factories_of(user))
    if role and advises(user):
        return SelfDiagnosis.objects.filter(shared_at__isnull=False, factory__in=visible_to(user))
    return SelfDiagnosis.objects.none()


def with_counts(rows: QuerySet[SelfDiagnosis]) -> QuerySet[SelfDiagnosis]:
    """With `answered` and `gaps`: numbers of questions."""
    answers = DiagnosisAnswer.objects.filter(diagnosis=OuterRef("pk")).exclude(answer="").order_by()
    counted = answers.values("diagnosis").annotate(n=Count("pk"))
    return rows.annotate(
        answered=Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0),
        gaps=Coalesce(
            Subquery(counted.filter(answer=OwnAnswer.GAP).values("n"), output_field=IntegerField()), 0
        ),
    )


def side_of(user: User) -> str:
    """For which side somebody of a factory takes part."""
    return (
        SelfDiagnosis.TakingPart.WORKERS if user.role == Role.WORKER else SelfDiagnosis.TakingPart.MANAGEMENT
    )


def lines_of(user: User, factory_id: int) -> list[DiagnosisLine]:
    """The diagnoses of a factory that exist for a user, newest first. Two queries."""
    found = list(
        diagnoses_visible_to(user).filter(factory=factory_id).order_by("-begun_on", "-begun_at", "pk")
    )
    answers = DiagnosisAnswer.objects.filter(diagnosis__in=[item.pk for item in found]).exclude(answer="")
    counts = {
        diagnosis: (answered, gaps)
        for diagnosis, answered, gaps in answers.values("diagnosis")
        .annotate(answered=Count("pk"), gaps=Count("pk", filter=Q(answer=OwnAnswer.GAP)))
        .values_list("diagnosis", "answered", "gaps")
    }
    return [
        DiagnosisLine(
            item.pk,
            item.begun_on,
            item.get_taking_part_display(),
            len(item.points),
            *counts.get(item.pk, (0, 0)),
            item.completed_at,
            item.shared_at,
        )
        for item in found
    ]


def open_diagnoses(user: User, codes: Collection[str]) -> dict[str, list[tuple[UUID, date]]]:
    """What a factory's people have begun and not completed, by the factory's code. One query; none for others."""
    if user.role not in FACTORY_PEOPLE:
        return {}
    found: dict[str, list[tuple[UUID, date]]] = {}
    rows = diagnoses_visible_to(user).filter(completed_at__isnull=True, factory__code__in=codes)
    for code, number, begun_on in rows.order_by("begun_at").values_list("factory__code", "pk", "begun_on"):
        found.setdefault(code, []).append((number, begun_on))
    return found


def earlier_than(diagnosis: SelfDiagnosis, user: User) -> SelfDiagnosis | None:
    """The last completed diagnosis of the same factory before this one, as far as it exists for the user. One query."""
    rows = diagnoses_visible_to(user).filter(
        factory=diagnosis.factory_id, completed_at__isnull=False, begun_at__lt=diagnosis.begun_at
    )
    return rows.order_by("-begun_at").first()


def answers_in(diagnosis_id: UUID) -> dict[str, str]:
    """Answers of a diagnosis by question. One query."""
    rows = DiagnosisAnswer.objects.filter(diagnosis=diagnosis_id).exclude(answer="")
    return dict(rows.values_list("question", "answer"))
