"""Assessments as rows of a file, in the layouts that `assessment_files.domain.assessment_rows` reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assessment_files.domain.assessment_row import AssessmentRow
from assessment_files.domain.assessment_rows import (
    LONG_OPTIONAL,
    LONG_REQUIRED,
    SCORED_TYPE,
    WIDE_OPTIONAL,
    WIDE_REQUIRED,
)
from questionnaires.domain.questionnaire import Attribution, QuestionnaireRelease

LONG_COLUMNS = (*LONG_REQUIRED, *LONG_OPTIONAL)
_FINDING = {"N": "1", "C": "0", "X": ""}


def wide_columns(questions: tuple[str, ...]) -> tuple[str, ...]:
    """Column names of a wide file with these questions."""
    return (*WIDE_REQUIRED, *(column for column in WIDE_OPTIONAL if column != "attribution"), *questions)


def long_rows(assessment: AssessmentRow) -> Iterator[dict[str, str]]:
    """One row an answer that was given or noted, then everything else that is written of the assessment.

    The attribution is told wherever it is not what the country's variant says. A note without an answer beside it is a
    remark under its own code, or on the assessment as a whole where there is no code either.
    """
    head = _head(assessment)
    index = assessment.layout.index
    for code, answer in assessment.answers.items():
        by_default = (
            Attribution.NATIONAL_LAW if code in assessment.layout.national_law else Attribution.FACTORY
        )
        attributed = answer.letter == "N" and answer.attribution is not by_default
        workers = assessment.workers.get(code) if answer.letter == "N" else None
        yield {
            **head,
            "question": code,
            "answer": answer.letter,
            "details": answer.details,
            "attribution": answer.attribution.value if attributed else "",
            "note": answer.note,
            "workers": "" if workers is None else str(workers),
        }
    answered = assessment.answers
    for code, text in assessment.notes.items():
        if code not in answered:
            yield {**head, "question": code, "answer": "-" if code in index else "", "note": text}
    if assessment.note:
        yield {**head, "question": "", "answer": "", "note": assessment.note}


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


def _head(assessment: AssessmentRow) -> dict[str, str]:
    return {
        "factory": assessment.factory,
        "assessed_on": assessment.assessed_on.isoformat(),
        "questionnaire": assessment.questionnaire,
        "cycle": str(assessment.cycle or ""),
        "kind": assessment.kind,
        "announced": "yes" if assessment.announced else "no",
        "state": assessment.state,
    }
