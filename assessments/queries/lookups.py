"""What rows of files are checked against."""

from __future__ import annotations

from datetime import datetime

from assessments.domain.assessment_row import QuestionnaireIndex
from factories.queries import factories_by_name
from factories.queries.country_settings import settings_by_country
from factories.queries.day_limits import limits_in
from factories.queries.local_time import programme_day
from files.domain.row_reader import FactoryRef, Lookups
from questionnaires.queries.questionnaires import layouts


def questionnaire_index() -> QuestionnaireIndex:
    """Every loaded version with its layouts. One query."""
    loaded = list(layouts().values())
    versions = {(one.reference, one.valid_from) for one in loaded}
    days = {(one.reference, country): day for one in loaded for country, day in one.country_days.items()}
    return QuestionnaireIndex.of(sorted(versions), [one.layout for one in loaded], days)


def lookups_for_assessments(now: datetime, *, since_began: bool = True) -> Lookups:
    """Factories by code and OS ID, each with its own days. Three queries. `since_began`: earlier days are problems."""
    return Lookups(factories=factory_lookup(now, since_began=since_began), today=programme_day(now))


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
