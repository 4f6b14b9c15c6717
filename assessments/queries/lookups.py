"""What rows of files are checked against."""

from __future__ import annotations

from datetime import date, datetime

from assessments.domain.assessment_row import QuestionnaireIndex
from assessments.domain.row_reader import FactoryRef, Lookups
from assessments.models import AdvisoryVisit, Question
from assessments.queries.questionnaires import layouts
from factories.queries import factories_by_name
from factories.queries.country_settings import settings_by_country
from factories.queries.day_limits import limits_in
from factories.queries.local_time import programme_day


def questionnaire_index() -> QuestionnaireIndex:
    """Every loaded version with its layouts. One query."""
    loaded = list(layouts().values())
    versions = {(one.reference, one.valid_from) for one in loaded}
    return QuestionnaireIndex.of(sorted(versions), [one.layout for one in loaded])


def lookups_for_assessments(now: datetime, *, since_began: bool = True) -> Lookups:
    """Factories by code and OS ID, each with its own days. Three queries. `since_began`: earlier days are problems."""
    return Lookups(factories=_factories(now, since_began=since_began), today=programme_day(now))


def lookups_for_evidence(now: datetime, *, with_visits: bool = False, since_began: bool = True) -> Lookups:
    """Factories, question codes and, when asked for, the known visits. At most five queries."""
    return Lookups(
        factories=_factories(now, since_began=since_began),
        questions=frozenset(Question.objects.values_list("code", flat=True)),
        visits=_visits() if with_visits else None,
        today=programme_day(now),
    )


def _factories(now: datetime, *, since_began: bool) -> dict[str, FactoryRef]:
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


def _visits() -> frozenset[tuple[str, date]]:
    rows = AdvisoryVisit.objects.filter(superseded_at__isnull=True)
    return frozenset(rows.values_list("factory__code", "visited_on"))
