"""What rows of files are checked against."""

from __future__ import annotations

from datetime import date

from assessments.domain.assessment_row import QuestionnaireIndex
from assessments.domain.row_reader import FactoryRef, Lookups
from assessments.models import AdvisoryVisit, Question
from assessments.queries.questionnaires import layouts
from factories.queries import factories_by_name


def questionnaire_index() -> QuestionnaireIndex:
    """Every loaded version with its layouts. One query."""
    loaded = list(layouts().values())
    versions = {(one.reference, one.valid_from) for one in loaded}
    return QuestionnaireIndex.of(sorted(versions), [one.layout for one in loaded])


def lookups_for_assessments(today: date) -> Lookups:
    """Factories by code and OS ID. Two queries."""
    return Lookups(factories=_factories(), today=today)


def lookups_for_evidence(today: date, *, with_visits: bool = False) -> Lookups:
    """Factories, question codes and, when asked for, the known visits. At most four queries."""
    return Lookups(
        factories=_factories(),
        questions=frozenset(Question.objects.values_list("code", flat=True)),
        visits=_visits() if with_visits else None,
        today=today,
    )


def _factories() -> dict[str, FactoryRef]:
    return {name: FactoryRef(found.code, found.country) for name, found in factories_by_name().items()}


def _visits() -> frozenset[tuple[str, date]]:
    rows = AdvisoryVisit.objects.filter(superseded_at__isnull=True)
    return frozenset(rows.values_list("factory__code", "visited_on"))
