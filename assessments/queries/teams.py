"""Who assessed: the teams of assessments, for four eyes further up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from assessments.models import Assessment, TeamMember
from factories.queries import visible_to
from factories.queries.memberships.staff import adviser_works_there

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

    People = Collection[int] | QuerySet[Any]


def assessed_by(user: User, factory_id: int) -> bool:
    """Whether a person was ever on a team that assessed the factory, whatever its state. One query."""
    return TeamMember.objects.filter(user_id=user.pk, assessment__factory_id=factory_id).exists()


def assessors_of(factory_id: int) -> list[str]:
    """Names of those who were ever on a team that assessed the factory, in order. One query."""
    rows = TeamMember.objects.filter(assessment__factory_id=factory_id).order_by("user__name", "user_id")
    return list(dict.fromkeys(rows.values_list("user__name", flat=True)))


def assessors_by_factory(factory_ids: Collection[int]) -> list[tuple[int, int]]:
    """(factory id, person id) of the active people who were ever on a team that assessed there. One query."""
    rows = TeamMember.objects.filter(assessment__factory__in=factory_ids, user__is_active=True)
    return list(rows.values_list("assessment__factory_id", "user_id").distinct())


def teams_by_subject(subjects: Collection[str]) -> dict[str, set[int]]:
    """Subject of an event ("assessment:<id>") → ids of the active people of its team now. One query."""
    ids = [UUID(subject.partition(":")[2]) for subject in subjects]
    found: dict[str, set[int]] = {}
    rows = TeamMember.objects.filter(assessment__in=ids, left_at__isnull=True, user__is_active=True)
    for assessment_id, person in rows.values_list("assessment_id", "user_id"):
        found.setdefault(f"assessment:{assessment_id}", set()).add(person)
    return found


def ids_assessed_by(user: User) -> QuerySet[TeamMember, int]:
    """Ids of the factories that a person assessed, as a subquery."""
    return TeamMember.objects.filter(user_id=user.pk).values_list("assessment__factory_id", flat=True)


def ids_assessed_last_by(user_id: int) -> QuerySet[TeamMember, int]:
    """Ids of the factories whose latest final assessment a person was on the team of, as a subquery."""
    latest = Assessment.objects.filter(
        factory=OuterRef("assessment__factory"), state=Assessment.State.FINAL
    ).order_by("-assessed_on", "-pk")
    memberships = TeamMember.objects.filter(user_id=user_id, assessment=Subquery(latest.values("pk")[:1]))
    return memberships.values_list("assessment__factory_id", flat=True)


def advised_without_assignment(people: People) -> Q:
    """Factories where one of the people assessed, or where nobody who did works as an adviser in the country now."""
    own = TeamMember.objects.filter(user__in=people).values("assessment__factory")
    others = TeamMember.objects.filter(
        adviser_works_there("user", "assessment__factory__country"), assessment__factory=OuterRef("pk")
    )
    return Q(pk__in=own) | ~Q(Exists(others))


def assessed_since(assessment_ids: Collection[UUID], day: date) -> set[UUID]:
    """Those of the assessments that took place on a day or later. One query."""
    recent = Assessment.objects.filter(pk__in=assessment_ids, assessed_on__gte=day)
    return set(recent.values_list("pk", flat=True))


def drafts_of(user: User) -> QuerySet[Assessment]:
    """Open assessments on whose team a person is, the next first, each with its factory."""
    memberships = TeamMember.objects.filter(user=user, left_at__isnull=True).values("assessment")
    drafts = Assessment.objects.filter(
        pk__in=memberships, state=Assessment.State.DRAFT, factory__in=visible_to(user)
    )
    return drafts.select_related("factory").defer("sheet").order_by("assessed_on", "pk")
