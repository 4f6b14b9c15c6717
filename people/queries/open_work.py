"""What a person who leaves would leave behind."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessments.queries.handover import open_drafts_by_country, waiting_reviews_in
from factories.queries.memberships.staff import staff_of
from scheduling.queries.handover import planned_visits_by_country

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

DRAFTS, VISITS = "drafts", "visits"


@dataclass(frozen=True, slots=True, order=True)
class WorkRef:
    """Open work of one kind in one country: `drafts` (open assessments of a team) or `visits` (planned ones)."""

    kind: str
    country: str

    @property
    def name(self) -> str:
        """The name of its field in a form."""
        return f"{self.kind}-{self.country}"


def open_work(user_id: int, countries: Collection[str] | None = None) -> dict[WorkRef, int]:
    """How much work of each kind a person has open, in some countries or in all. Two queries."""
    found = {WorkRef(DRAFTS, code): n for code, n in open_drafts_by_country(user_id).items()}
    found |= {WorkRef(VISITS, code): n for code, n in planned_visits_by_country(user_id).items()}
    return {ref: n for ref, n in sorted(found.items()) if countries is None or ref.country in countries}


def colleagues(person: User, country: str) -> QuerySet[User]:
    """Who can take a person's work in a country: active, of the same role, working there now."""
    return staff_of(country, [person.role]).exclude(pk=person.pk)


@dataclass(frozen=True, slots=True)
class WaitingDecisions:
    """Decisions that wait for anybody of a person's role, and how many others of them there are."""

    country: str  # "" for all
    number: int
    others: int


def waiting_decisions(person: User, countries: Collection[str]) -> list[WaitingDecisions]:
    """By country, the reports that wait for a reviewer: nobody's own, so they stay with the remaining ones."""
    if person.role != "reviewer":
        return []
    rows = [
        WaitingDecisions(code, waiting_reviews_in([code]), colleagues(person, code).count())
        for code in sorted(countries)
    ]
    return [row for row in rows if row.number]
