"""The worklist of recognition: every factory's current verdict beside its recognition, in lists by what is to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q, Subquery

from criteria.queries.verdicts import ELIGIBLE, current_evaluations
from factories.queries import visible_to
from recognition.models import Recognition
from recognition.queries.withdrawals import unanswered_withdrawals

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from criteria.models import Evaluation

LISTS = ("candidates", "decisions", "public", "suspended", "withdrawn", "close", "all")
CANDIDATES, DECISIONS, PUBLIC, SUSPENDED, WITHDRAWN, CLOSE, ALL = LISTS
"""Eligible and not proposed; waiting for somebody; public; suspended; withdrawn and not answered yet; near misses;
every factory judged."""

_WAITING = ("proposed", "deferred", "confirmed", "appealed")


@dataclass(frozen=True, slots=True)
class CountryStanding:
    """How many of a country's factories are in each list."""

    country: str
    numbers: Mapping[str, int]


def verdicts_visible_to(user: User) -> QuerySet[Evaluation]:
    """Current verdicts on the factories that a user works with, each with `live_id` and `live_state`.

    And with `withdrawn_id`, `withdrawn_at` and `withdrawn_reason` of a withdrawal that nothing has answered.
    """
    withdrawn = unanswered_withdrawals().filter(factory=OuterRef("factory")).order_by("-ended_at", "pk")
    live = Recognition.objects.filter(factory=OuterRef("factory"), state__in=Recognition.LIVE)
    return (
        current_evaluations()
        .filter(factory__in=visible_to(user))
        .annotate(live_id=Subquery(live.values("id")[:1]), live_state=Subquery(live.values("state")[:1]))
        .annotate(
            withdrawn_id=Subquery(withdrawn.values("id")[:1]),
            withdrawn_at=Subquery(withdrawn.values("ended_at")[:1]),
            withdrawn_reason=Subquery(withdrawn.values("reason")[:1]),
        )
    )


def listed(rows: QuerySet[Evaluation], name: str) -> QuerySet[Evaluation]:
    """The rows of one list."""
    return rows.filter(_where(name))


def by_country(rows: QuerySet[Evaluation]) -> list[CountryStanding]:
    """How many rows each list has in each country, in order of its name. One statement."""
    counted = rows.order_by().values_list("factory__country__name")
    annotated = counted.annotate(**{name: Count("pk", filter=_where(name)) for name in LISTS})
    found = {country: dict(zip(LISTS, numbers, strict=True)) for country, *numbers in annotated}
    return [CountryStanding(country, found[country]) for country in sorted(found)]


def totals(standings: Iterable[CountryStanding]) -> dict[str, int]:
    """How many rows each list has in all countries together."""
    return {name: sum(figures.numbers[name] for figures in standings) for name in LISTS}


def dossiers_visible_to(user: User) -> QuerySet[Recognition]:
    """Recognitions with their decisions, for those who decide in the factory's country."""
    return Recognition.objects.filter(factory__in=visible_to(user))


def live_recognition(factory_id: int) -> Recognition | None:
    """The recognition of a factory that is not over. One statement."""
    return Recognition.objects.filter(factory_id=factory_id, state__in=Recognition.LIVE).first()


def _where(name: str) -> Q:
    opened = Q(factory__is_closed=False)
    if name == CANDIDATES:
        return opened & Q(outcome=ELIGIBLE, live_state__isnull=True, withdrawn_id__isnull=True)
    if name == DECISIONS:
        return Q(live_state__in=_WAITING)
    if name in {PUBLIC, SUSPENDED}:
        return Q(live_state="published" if name == PUBLIC else "suspended")
    if name == WITHDRAWN:
        return opened & Q(live_state__isnull=True, withdrawn_id__isnull=False)
    return opened & Q(close=True, live_state__isnull=True) if name == CLOSE else opened
