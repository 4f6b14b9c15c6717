"""What an assessor's form goes out with and is compared with when it comes back. Rights are the caller's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessments.domain.answers import answers_of
from assessments.models import AnswerNote, Finding
from assessments.queries.answering.workspace import Draft, version_of
from offline_workbook.domain.layout import WorkbookAnswer
from questionnaires.domain.layout import SheetLayout
from questionnaires.queries.questionnaires import Words, layouts, question_words


@dataclass(frozen=True, slots=True)
class DraftSnapshot:
    """A draft as it stands. `version` is the last entry of its answer log, read before everything else."""

    draft: Draft
    version: int
    layout: SheetLayout
    answers: Mapping[str, WorkbookAnswer]  # by question, in the order of the layout
    attributions: Mapping[str, str] = field(default_factory=dict)  # of findings, by question


def draft_snapshot(draft: Draft) -> DraftSnapshot:
    """The answers of a draft with what is written beside them. Four queries.

    What is entered meanwhile shows as a later version, or as another letter than the one that was seen.
    """
    version = version_of(draft.id)
    layout = layouts([draft.layout_id])[draft.layout_id].layout
    findings = {
        question: (details, workers, attribution)
        for question, details, workers, attribution in Finding.objects.filter(
            assessment_id=draft.id, withdrawn_at__isnull=True
        ).values_list("question", "details", "workers_concerned", "attribution")
    }
    notes = dict(AnswerNote.objects.filter(assessment_id=draft.id).values_list("question", "text"))
    answers = {}
    for code, letter in answers_of(draft.sheet, layout).items():
        details, workers, _attribution = findings.get(code, ("", None, ""))
        answers[code] = WorkbookAnswer(letter, details, workers, notes.get(code, ""))
    attributions = {code: attribution for code, (_details, _workers, attribution) in findings.items()}
    return DraftSnapshot(draft, version, layout, answers, attributions)


def words_of(draft: Draft, language: str) -> Words:
    """The questions of a draft in a language. At most three queries."""
    return question_words(draft.layout_id, language=language)
