"""The index of the loaded versions."""

from __future__ import annotations

from questionnaires.domain.questionnaire_index import QuestionnaireIndex
from questionnaires.queries.questionnaires import layouts


def questionnaire_index() -> QuestionnaireIndex:
    """Every loaded version with its layouts. One query."""
    loaded = list(layouts().values())
    versions = {(layout.reference, layout.valid_from) for layout in loaded}
    days = {
        (questionnaire.reference, country): day
        for questionnaire in loaded
        for country, day in questionnaire.country_days.items()
    }
    return QuestionnaireIndex.of(sorted(versions), [questionnaire.layout for questionnaire in loaded], days)
