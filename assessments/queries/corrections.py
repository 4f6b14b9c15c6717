"""What each correction of a final assessment changed, question by question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.models import Finding, SheetRevision
from questionnaires.queries.questionnaires import Words


@dataclass(frozen=True, slots=True)
class AnswerAtRevision:
    """What a question said: its letter, and of a finding the details and whose doing it is."""

    letter: str
    details: str = ""
    attribution: str = ""  # in words

    def in_words(self) -> str:
        """All of it as sentences."""
        letters = {
            "C": _("Compliant"),
            "N": _("Non-compliant"),
            "X": _("Not applicable"),
            "-": _("Not answered"),
        }
        laid = _("Attribution: %(whose)s") % {"whose": self.attribution} if self.attribution else ""
        *parts, last = filter(None, [letters[self.letter], self.details.strip(), laid])
        return ". ".join([*(part.removesuffix(".") for part in parts), last])


@dataclass(frozen=True, slots=True)
class CorrectedAnswer:
    """One question that a correction changed."""

    question: str
    text: str
    before: AnswerAtRevision
    after: AnswerAtRevision


@dataclass(frozen=True, slots=True)
class MadeCorrection:
    """One correction: when and why, and what it changed."""

    at: datetime
    reason: str
    answers: list[CorrectedAnswer]


def corrections_of(assessment_id: UUID, codes: Sequence[str], words: Words) -> list[MadeCorrection]:
    """The corrections of an assessment, newest first. One query where there is none, else two.

    Args:
        assessment_id: which.
        codes: of its questions, in the order of its sheet.
        words: of its questions.
    """
    revisions = list(SheetRevision.objects.filter(assessment=assessment_id).order_by("revision"))
    if len(revisions) < 2:  # noqa: PLR2004  # nothing was corrected
        return []
    findings = list(Finding.objects.filter(assessment=assessment_id).order_by("pk"))
    made = []
    for old, new in pairwise(revisions):
        before = _at(old, codes, findings)
        after = _at(new, codes, findings)
        made.append(MadeCorrection(new.recorded_at, new.reason, list(_changed(before, after, words))))
    return made[::-1]


def _at(
    revision: SheetRevision, codes: Sequence[str], findings: Sequence[Finding]
) -> dict[str, AnswerAtRevision]:
    """Every question as a revision had it, with the findings in force from its recording on."""
    at = revision.recorded_at
    there = {
        row.question: row
        for row in findings
        if row.recorded_at <= at and (row.withdrawn_at is None or row.withdrawn_at > at)
    }
    return {
        code: AnswerAtRevision(letter, there[code].details, there[code].get_attribution_display())
        if code in there
        else AnswerAtRevision(letter)
        for code, letter in zip(codes, revision.sheet, strict=True)
    }


def _changed(
    before: Mapping[str, AnswerAtRevision], after: Mapping[str, AnswerAtRevision], words: Words
) -> Iterator[CorrectedAnswer]:
    for code, now in after.items():
        then = before[code]
        if now != then:
            yield CorrectedAnswer(code, words[code].text, then, now)
