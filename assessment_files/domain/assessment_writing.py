"""Assessments as rows of a file, in the layouts that `assessment_files.domain.assessment_rows` reads."""

from __future__ import annotations

from collections.abc import Iterator

from assessment_files.domain.assessment_row import AssessmentRow
from assessment_files.domain.assessment_rows import (
    LONG_OPTIONAL,
    LONG_REQUIRED,
)
from questionnaires.domain.questionnaire import Attribution

LONG_COLUMNS = (*LONG_REQUIRED, *LONG_OPTIONAL)


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
