"""Registered factories that look like one that is about to be added."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from factories.domain.matching import Because, Known, Suspicions
from factories.domain.names import match_name, match_text
from factories.models import Factory, FormerName

LOOKED_AT = 2000  # factories that share a word with the new one, the newest first
SHOWN = 5
SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A registered factory that may be the new one, and why."""

    factory: Factory
    because: Because


def lookalikes(*, country: str, name: str, address: str) -> list[Lookalike]:
    """At most five factories of the country that may be the one described, by today's or former names. Two queries."""
    new = Known(None, country, match_name(name), match_text(address))
    if not new.name:
        return []
    found: dict[int, Lookalike] = {}
    for factory, known in _candidates(new):
        because = _likeness(new, known)
        if because is not None:
            found.setdefault(factory.pk, Lookalike(factory, because))
    closest = [*Because]
    return sorted(found.values(), key=lambda like: closest.index(like.because))[:SHOWN]


def _candidates(new: Known) -> list[tuple[Factory, Known]]:
    shares = Q(match_name=new.name)
    for word in new.name.split():
        if len(word) >= SHORTEST_WORD:
            shares |= Q(match_name__contains=word)
    if new.address:
        shares |= Q(match_address=new.address)
    rows = Factory.objects.filter(shares, country=new.country).order_by("-pk")[:LOOKED_AT]
    found = [(row, Known(row, row.country_id, row.match_name, row.match_address)) for row in rows]
    former = FormerName.objects.filter(shares, factory__country=new.country).select_related("factory")
    return found + [
        (row.factory, Known(row.factory, new.country, row.match_name, row.match_address))
        for row in former.order_by("-pk")[:LOOKED_AT]
    ]


def _likeness(new: Known, known: Known) -> Because | None:
    suspicions = Suspicions()
    suspicions.add(known)
    like = suspicions.first_like(new)
    return None if like is None else like[1]
