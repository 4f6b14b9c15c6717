"""Registered factories that look like one that is about to be added."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from countries.domain.country_words import country_words
from factories.domain.matching import MatchReason, MatchRecord, Suspicions
from factories.domain.profiles import MatchProfile
from factories.models import Factory, FormerName
from factories.queries.matching import known_formerly, match_record
from files.domain.names import match_name, match_text

LOOKED_AT = 2000  # factories that share a word with the new one, the newest first
SHOWN = 5
SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A registered factory that may be the new one, and why."""

    factory: Factory
    because: MatchReason


def lookalikes(*, country: str, name: str, address: str) -> list[Lookalike]:
    """At most five factories of the country that may be the one described, by today's or former names. Two queries."""
    profile = MatchProfile(name, address, country_words(country))
    new = MatchRecord(None, country, match_name(name), match_text(address), profile)
    if not new.name:
        return []
    suspicions = Suspicions()
    for candidate in _candidates(new):
        suspicions.add(candidate)
    likes = suspicions.likes(new)[:SHOWN]
    return [Lookalike(like.known.key, like.because) for like in likes if isinstance(like.known.key, Factory)]


def _candidates(new: MatchRecord) -> list[MatchRecord]:
    shares = Q(match_name=new.name)
    for word in new.name.split():
        if len(word) >= SHORTEST_WORD:
            shares |= Q(match_name__contains=word)
    if new.address:
        shares |= Q(match_address=new.address)
    rows = Factory.objects.filter(shares, country=new.country).order_by("-pk")[:LOOKED_AT]
    former = FormerName.objects.filter(
        shares, factory__country=new.country, factory__merged_into__isnull=True
    ).select_related("factory")
    return [match_record(row) for row in rows] + [
        known_formerly(row.factory, row) for row in former.order_by("-pk")[:LOOKED_AT]
    ]
