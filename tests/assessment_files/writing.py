"""Assessments in the layouts that the product only reads: the wide one and the programme's export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assessment_files.domain.assessment_row import AssessmentRow
from assessment_files.domain.assessment_rows import SCORED_TYPE, WIDE_OPTIONAL, WIDE_REQUIRED
from assessment_files.domain.assessment_writing import _head
from questionnaires.domain.questionnaire import QuestionnaireRelease

_FINDING = {"N": "1", "C": "0", "X": ""}


def wide_columns(questions: tuple[str, ...]) -> tuple[str, ...]:
    """Column names of a wide file with these questions."""
    return (*WIDE_REQUIRED, *(column for column in WIDE_OPTIONAL if column != "attribution"), *questions)


def wide_row(assessment: AssessmentRow) -> dict[str, str]:
    """The assessment as one row. Details, attributions and notes on answers do not fit; the long layout has them."""
    answers = dict(zip(assessment.layout.codes, assessment.sheet, strict=True))
    return {**_head(assessment), "note": assessment.note, **answers}


def export_rows(
    assessment: AssessmentRow, questionnaire: QuestionnaireRelease, *, factory_name: str, country_name: str
) -> Iterator[dict[str, str]]:
    """The rows of the programme's own export. It knows no kind, announcement, state, detail or attribution."""
    names: Mapping[str, str] = {point.code: point.name for point in questionnaire.points}
    wording = questionnaire.wording(assessment.layout.country)
    for slot, letter in zip(assessment.layout.slots, assessment.sheet, strict=True):
        if letter == "-":
            continue
        yield {
            "Country": country_name,
            "Factory.Assessed.ID": assessment.factory,
            "Factory.Assessed.Name": factory_name,
            "Quest.ID": assessment.reference,
            "Cycle": str(assessment.cycle or ""),
            "Assesment.Start.Date": assessment.assessed_on.strftime("%d/%m/%Y"),
            "TQ.Name": assessment.questionnaire,
            "Cluster": slot.cluster,
            "CP": names[slot.point],
            "Question.ID": slot.code,
            "Q.Label": wording[slot.code].text,
            "Question.type": SCORED_TYPE,
            "Finding": _FINDING[letter],
            "Tags": "",
        }
