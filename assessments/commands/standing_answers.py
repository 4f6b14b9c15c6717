"""The answers of a draft as they stand: letters in the sheet, findings beside each N, notes; read and written back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from assessments.commands.findings import (
    Current,
    FindingDetails,
    TargetFindings,
    apply_findings,
    current_findings,
)
from assessments.domain.answer_merge import Answer
from assessments.domain.answers import NONCOMPLIANT, answers_of, with_answers
from assessments.models import AnswerNote, Assessment, Finding
from questionnaires.domain.layout import SheetLayout

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(slots=True)
class StandingAnswers:
    """Answers of some questions of a draft, and as they were when they were read."""

    answers: dict[str, Answer]
    before: dict[str, Answer]
    findings: Current


def read_current_answers(
    assessment: Assessment, layout: SheetLayout, stated: Mapping[str, Collection[str]]
) -> StandingAnswers:
    """The answers of the questions that changes state something of, by question. At most two statements.

    Findings are only read when one of the questions is an N, notes only when one is stated.
    """
    letters = answers_of(assessment.sheet, layout)
    found = any(letters[question] == NONCOMPLIANT for question in stated)
    findings = current_findings([assessment.pk]) if found else {}
    noted = [question for question, names in stated.items() if "note" in names]
    notes: dict[str, str] = {}
    if noted:
        rows = AnswerNote.objects.filter(assessment=assessment, question__in=noted)
        notes = dict(rows.values_list("question", "text"))
    known = findings.get(assessment.pk, {})
    answers = {
        question: _answer(letters[question], known.get(question), notes.get(question, ""))
        for question in stated
    }
    return StandingAnswers(answers, dict(answers), findings)


def _answer(letter: str, finding: Finding | None, note: str) -> Answer:
    if letter != NONCOMPLIANT or finding is None:
        return Answer(letter, note=note)
    return Answer(letter, finding.details, finding.workers_concerned, finding.attribution, note)


def write_current_answers(
    assessment: Assessment,
    layout: SheetLayout,
    current: StandingAnswers,
    *,
    actor: User | None,
    now: datetime,
) -> None:
    """Write what has changed: the sheet's letters (saving the assessment is the caller's), findings and notes."""
    changed = {
        question: answer for question, answer in current.answers.items() if answer != current.before[question]
    }
    letters = {question: answer.letter for question, answer in changed.items()}
    assessment.sheet = with_answers(assessment.sheet, letters, layout)
    _write_findings(assessment, current, changed, actor=actor, now=now)
    notes = {
        question: answer.note
        for question, answer in changed.items()
        if answer.note != current.before[question].note
    }
    AnswerNote.objects.bulk_create(
        [AnswerNote(assessment=assessment, question=question, text=text) for question, text in notes.items()],
        update_conflicts=True,
        unique_fields=["assessment", "question"],
        update_fields=["text"],
    )


def _write_findings(
    assessment: Assessment,
    current: StandingAnswers,
    changed: Mapping[str, Answer],
    *,
    actor: User | None,
    now: datetime,
) -> None:
    """A finding for each N, none any more for what is no N; the others are left alone."""
    known = current.findings.get(assessment.pk, {})
    found = {
        question: FindingDetails(finding.attribution, finding.details, finding.workers_concerned)
        for question, finding in known.items()
    }
    for question, answer in changed.items():
        if answer.letter == NONCOMPLIANT:
            found[question] = FindingDetails(
                answer.attribution or Finding.Attribution.FACTORY.value,
                answer.details,
                answer.workers,
                exact=True,
            )
        else:
            found.pop(question, None)
    if known or found:
        apply_findings([TargetFindings(assessment, found)], current.findings, actor=actor, now=now)
