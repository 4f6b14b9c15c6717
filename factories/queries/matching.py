"""Factories as matching sees them."""

from __future__ import annotations

from decimal import Decimal

from countries.domain.country_words import country_words
from factories.domain.matching import MatchRecord
from factories.domain.profiles import MatchProfile
from factories.models import Factory, FormerName


def match_record(factory: Factory) -> MatchRecord:
    """The factory as matching sees it."""
    profile = MatchProfile(
        factory.name,
        factory.address,
        country_words(factory.country_id),
        _degrees(factory.latitude),
        _degrees(factory.longitude),
    )
    return MatchRecord(factory, factory.country_id, factory.match_name, factory.match_address, profile)


def known_formerly(factory: Factory, former: FormerName) -> MatchRecord:
    """The factory as it was called until a day."""
    profile = MatchProfile(former.name, former.address, country_words(factory.country_id))
    return MatchRecord(
        factory, factory.country_id, former.match_name, former.match_address, profile, former=True
    )


def _degrees(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
