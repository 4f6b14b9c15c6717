"""What a plan of visits must know of the past: the last assessment, who was there, who advises. A statement each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from advisory.models import AdvisoryVisit
from assessments.models import CURRENT, IN_ORDER, Assessment, TeamMember


@dataclass(frozen=True, slots=True)
class LastAssessment:
    """A factory's latest full assessment, in any state but abandoned."""

    id: UUID
    assessed_on: date


def last_assessments() -> dict[int, LastAssessment]:
    """Factory id → its latest full assessment. One statement."""
    carried_out = Assessment.objects.exclude(state=Assessment.State.ABANDONED)
    rows = carried_out.filter(kind=Assessment.Kind.FULL).order_by(*IN_ORDER)
    return {
        factory: LastAssessment(key, day)
        for factory, key, day in rows.values_list("factory_id", "id", "assessed_on").iterator(2000)
    }


def recent_teams(cycles: int) -> dict[int, list[frozenset[int]]]:
    """Factory id → who assessed it (user ids) the last so many times, newest first; unnamed teams left out."""
    newest_first = [f"-assessment__{name}" for name in IN_ORDER]
    carried_out = TeamMember.objects.exclude(assessment__state=Assessment.State.ABANDONED)
    members = carried_out.filter(assessment__kind=Assessment.Kind.FULL).order_by(
        "assessment__factory_id", *newest_first
    )
    teams: dict[int, dict[UUID, set[int]]] = defaultdict(dict)
    for factory, assessment, user in members.values_list(
        "assessment__factory_id", "assessment_id", "user_id"
    ):
        teams[factory].setdefault(assessment, set()).add(user)
    return {
        factory: [frozenset(team) for team in list(by_assessment.values())[:cycles]]
        for factory, by_assessment in teams.items()
    }


def advising_since(day: date) -> dict[int, frozenset[int]]:
    """Factory id → who recorded an advisory visit there since a day (user ids). One statement."""
    visits = AdvisoryVisit.objects.filter(CURRENT, visited_on__gte=day, recorded_by__isnull=False)
    found: dict[int, set[int]] = defaultdict(set)
    for factory, user in visits.values_list("factory_id", "recorded_by_id").distinct():
        found[factory].add(user)
    return {factory: frozenset(users) for factory, users in found.items()}
