"""Names of countries."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import get_language

from countries.domain.countries import name_of
from countries.models import Country, CountrySettings
from countries.queries.local_time import LocalDays


def local_name(code: str) -> str:
    """A country's name in the reader's language. No query."""
    return name_of(code, get_language() or "en")


def country_names() -> dict[str, str]:
    """Every country's name in the reader's language by ISO 3166-1 alpha-2 code, in order of the names. One query."""
    return dict(named_countries(Country.objects.all()))


def named_countries(countries: QuerySet[Country]) -> list[tuple[str, str]]:
    """Code and name in the reader's language of some countries, in order of the names. One query."""
    named = [(code, local_name(code)) for code in countries.values_list("code", flat=True)]
    return sorted(named, key=lambda country: (country[1], country[0]))


def programme_countries(days: LocalDays) -> list[tuple[str, str]]:
    """Code and name of the countries in which the programme works, in order of the names. Two statements."""
    known = days.settings
    rows = named_countries(Country.objects.all())
    return [(code, name) for code, name in rows if known.in_programme(code, days.of(code))]


def of_the_programme(countries: QuerySet[Country]) -> QuerySet[Country]:
    """Those of some countries that are, were or will be part of the programme."""
    settings = CountrySettings.objects.filter(
        country=OuterRef("pk"), in_programme=True, superseded_at__isnull=True
    )
    return countries.filter(Exists(settings))
