"""An adviser's day: the factories that are next, each with what is entered there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from accounts.models import FACTORY_PEOPLE
from assessments.queries.teams import drafts_of
from factories.queries import visible_to
from scheduling.queries.visit_schedule import placed_rows, plan_visible_to
from self_diagnosis.queries.diagnoses import open_diagnoses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import User

AHEAD = 12
SOON = timedelta(days=7)


@dataclass(slots=True)
class DayFactory:
    """A factory to go to: open assessments of one's own, the day on which a visit is planned, open self-diagnoses."""

    code: str
    name: str
    drafts: list[tuple[UUID, date]] = field(default_factory=list)
    planned_on: date | None = None
    planned_id: UUID | None = None
    diagnoses: list[tuple[UUID, date]] = field(default_factory=list)  # of itself, not completed

    def is_chosen_on(self, today: date) -> bool:
        """Whether it is likely to be next: a draft, a visit planned within a week, or asked for by its code."""
        return bool(self.drafts) or self.planned_on is None or self.planned_on <= today + SOON


def places_of(user: User, *, added: str = "") -> list[DayFactory]:
    """Factories of one's drafts, then of one's planned visits, the next first; one more by its code. Three queries.

    For a factory's people their own factories, the one of the code first.
    """
    if user.role in FACTORY_PEOPLE:
        own = sorted(visible_to(user).values_list("code", "name"), key=lambda row: row[0] != added)
        begun = open_diagnoses(user, [code for code, _ in own[:AHEAD]])
        return [DayFactory(code, name, diagnoses=begun.get(code, [])) for code, name in own[:AHEAD]]
    places: dict[str, DayFactory] = {}
    for draft in drafts_of(user):
        place = places.setdefault(draft.factory.code, DayFactory(draft.factory.code, draft.factory.name))
        place.drafts.append((draft.pk, draft.assessed_on))
    for planned_id, code, name, starts_on in _planned(user):
        place = places.setdefault(code, DayFactory(code, name))
        if place.planned_on is None:
            place.planned_on, place.planned_id = starts_on, planned_id
    if added and added not in places:
        for code, name in visible_to(user).filter(code=added).values_list("code", "name"):
            places[code] = DayFactory(code, name)
    return list(places.values())


def _planned(user: User) -> Iterator[tuple[UUID, str, str, date | None]]:
    rows = placed_rows(plan_visible_to(user)).order_by("starts_on", "pk")
    yield from rows.values_list("pk", "factory__code", "factory__name", "starts_on")[:AHEAD]
