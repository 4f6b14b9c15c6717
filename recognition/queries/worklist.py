"""What waits for a decision, what is public, and who is close: rows for the people who decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef

from factories.queries import visible_to
from recognition.models import Evaluation, Recognition
from recognition.queries.criteria import PROGRAMME
from recognition.queries.recognitions import recognitions_visible_to

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

MOST = 200
"""How many rows a list of the worklist shows; nobody decides on more in a day."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A factory by its current verdict."""

    factory: str
    name: str
    country: str
    as_of: date
    failed: tuple[str, ...]
    failed_rules: int


@dataclass(frozen=True, slots=True)
class Decided:
    """A recognition on its way."""

    id: UUID
    factory: str
    name: str
    country: str
    state: str
    state_label: str
    publish_on: date | None
    expires_on: date | None
    proposed_by: str


def eligible_now(user: User, *, country: str = "") -> list[Candidate]:
    """Eligible factories of the user's that nobody has proposed yet. One query."""
    live = Recognition.objects.filter(factory=OuterRef("factory"), state__in=Recognition.LIVE)
    rows = _current(user, country).filter(~Exists(live), outcome=Evaluation.Outcome.ELIGIBLE)
    return _candidates(rows.order_by("factory__name", "id"))


def close_now(user: User, *, country: str = "", rules: int | None = None) -> list[Candidate]:
    """Near misses, the nearest first; `rules` narrows to those that fail so many rules. One query."""
    rows = _current(user, country).filter(close=True)
    if rules is not None:
        rows = rows.filter(failed_rules=rules)
    return _candidates(rows.order_by("failed_rules", "distance", "factory__name", "id"))


def under_way(user: User, *, country: str = "") -> list[Decided]:
    """Recognitions that are not over, waiting ones first. One query."""
    rows = recognitions_visible_to(user).filter(state__in=Recognition.LIVE, factory__in=visible_to(user))
    if country:
        rows = rows.filter(factory__country=country)
    found = rows.select_related("factory", "proposed_by").order_by("proposed_at", "pk")[:MOST]
    order = {state: place for place, state in enumerate(Recognition.LIVE)}
    return sorted((_decided(row) for row in found), key=lambda row: (order[row.state], row.name))


def dossier(user: User, recognition_id: UUID) -> Recognition | None:
    """One recognition with its people, for those who decide in its country; None for everybody else. One query."""
    rows = recognitions_visible_to(user).filter(factory__in=visible_to(user), pk=recognition_id)
    return rows.select_related("factory__country", "proposed_by", "confirmed_by").first()


def live_recognition(factory_id: int) -> Recognition | None:
    """The recognition of a factory that is not over. One query."""
    return Recognition.objects.filter(factory_id=factory_id, state__in=Recognition.LIVE).first()


def _current(user: User, country: str) -> QuerySet[Evaluation]:
    rows = Evaluation.objects.filter(is_current=True, criteria__code=PROGRAMME, factory__in=visible_to(user))
    return rows.filter(factory__country=country) if country else rows


def _candidates(rows: QuerySet[Evaluation]) -> list[Candidate]:
    columns = ("factory__code", "factory__name", "factory__country__name", "as_of", "failed", "failed_rules")
    return [
        Candidate(factory, name, country, as_of, tuple(failed), failed_rules)
        for factory, name, country, as_of, failed, failed_rules in rows.values_list(*columns)[:MOST]
    ]


def _decided(row: Recognition) -> Decided:
    return Decided(
        id=row.pk,
        factory=row.factory.code,
        name=row.factory.name,
        country=row.factory.country_id,
        state=row.state,
        state_label=row.get_state_display(),
        publish_on=row.publish_on,
        expires_on=row.expires_on,
        proposed_by=row.proposed_by.name,
    )
