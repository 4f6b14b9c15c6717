"""What the factories of a file are looked up in."""

from __future__ import annotations

from datetime import datetime

from countries.queries.country_settings import settings_by_country
from countries.queries.day_limits import limits_in
from factories.queries import factories_by_name
from files.domain.row_reader import FactoryRef


def factory_lookup(now: datetime, *, since_began: bool) -> dict[str, FactoryRef]:
    """Factories by each name that files call them by, each with its own days. Two queries."""
    known = factories_by_name()
    settings = settings_by_country()
    limits = {
        country: limits_in(country, now, settings) for country in {found.country for found in known.values()}
    }
    return {
        name: FactoryRef(
            found.code,
            found.country,
            limits[found.country].today,
            limits[found.country].began_on if since_began else None,
        )
        for name, found in known.items()
    }
