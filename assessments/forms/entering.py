"""Answers of one compliance point, entered on a plain page: each question becomes a change, as a tablet sends it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from assessments.commands import AnswerChange
from assessments.domain.answer_merge import Answer
from assessments.domain.answers import LETTERS, UNANSWERED
from assessments.forms.answer_changes import answer_seen
from assessments.queries.answering.comments import Comment
from assessments.queries.answering.conflicts import AnswerConflict
from assessments.queries.detail import PointAnswers
from files.domain.cells import BadCell, plain_text

LONGEST = 10_000
ATTRIBUTIONS = ("factory", "national_law")


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    """One question on the page: how it stands, and the id of the change that saving it would be."""

    code: str
    text: str
    legal_reference: str
    guidance: str
    guidance_language: str
    compliant_answer: str
    letter: str
    details: str
    attribution: str
    note: str
    public: bool
    zero_tolerance: bool
    act: uuid.UUID
    seen: Answer  # the answer that the page shows as stored
    problem: str = ""
    comments: tuple[Comment, ...] = ()  # of the reviewer

    @property
    def seen_words(self) -> str:
        """What the page shows beside the letter as stored, as JSON for a hidden field."""
        return json.dumps(self.seen.words or {})

    @property
    def is_open(self) -> bool:
        """Whether there is something to read or write beside the answer."""
        return self.letter == "N" or bool(self.details or self.note or self.problem)


@dataclass(frozen=True, slots=True)
class FindingWords:
    """What is known of a finding so far."""

    details: str = ""
    attribution: str = "factory"
    workers: int | None = None


def entries(
    point: PointAnswers,
    findings: Mapping[str, FindingWords],
    *,
    public: frozenset[str] = frozenset(),
    zero_tolerance: frozenset[str] = frozenset(),
    by_law: frozenset[str] = frozenset(),
    data: Mapping[str, str] | None = None,
) -> list[QuestionEntry]:
    """The questions of a point as they stand, or (with `data`) as a person has just filled them in."""
    submitted = data or {}
    made = []
    for answer in point.answers:
        code = answer.words.code
        default = FindingWords(attribution="national_law" if code in by_law else "factory")
        finding = findings.get(code, default)
        current = Answer(
            answer.letter, finding.details, finding.workers, finding.attribution, answer.note
        ).normalised()
        details = submitted.get(f"details-{code}", finding.details)
        note = submitted.get(f"note-{code}", answer.note)
        made.append(
            QuestionEntry(
                code=code,
                text=answer.words.text,
                legal_reference=answer.words.legal_reference,
                guidance=answer.words.guidance,
                guidance_language=answer.words.guidance_language,
                compliant_answer=answer.words.compliant_answer,
                letter=submitted.get(f"answer-{code}", answer.letter),
                details=details,
                attribution=submitted.get(f"attribution-{code}", finding.attribution),
                note=note,
                public=code in public,
                zero_tolerance=code in zero_tolerance,
                act=_act_id(submitted.get(f"act-{code}", "")),
                seen=_seen(submitted, code, current),
                problem=_problem(details)
                or _problem(note)
                or (_misplaced(submitted, code, finding) if data else ""),
                comments=answer.comments,
            )
        )
    return made


def changes_of(
    filled: Sequence[QuestionEntry],
    clashes: Iterable[AnswerConflict],
    data: Mapping[str, str],
    *,
    now: datetime,
) -> list[AnswerChange]:
    """What the page would change, a change a question; what was left as the page showed it is none.

    Args:
        filled: the entries as filled in.
        clashes: questions in conflict, each settled where `data` holds a choice (`settle-<question>`).
        data: what was sent.
        now: when it was sent.
    """
    settled = {clash.question: clash for clash in clashes if data.get(f"settle-{clash.question}")}
    changes = []
    for entry in filled:
        clash = settled.get(entry.code)
        edited = _given(entry) != entry.seen and entry.letter in LETTERS
        chosen = _chosen(clash, data[f"settle-{entry.code}"]) if clash else None
        if clash and chosen is not None:
            given = _given(entry) if chosen == clash.standing and edited else chosen
            changes.append(AnswerChange(uuid.uuid4(), entry.code, clash.standing, given, now, clash.acts))
            edited = edited and given is chosen and chosen != clash.standing
        if edited:
            changes.append(AnswerChange(entry.act, entry.code, entry.seen, _given(entry), now))
    return changes


def _chosen(clash: AnswerConflict, choice: str) -> Answer | None:
    if choice == "standing":
        return clash.standing
    return next((version.answer for version in clash.versions if choice in map(str, version.acts)), None)


def _given(entry: QuestionEntry) -> Answer:
    attribution = entry.attribution if entry.attribution in ATTRIBUTIONS else entry.seen.attribution
    return Answer(
        entry.letter, entry.details.strip(), entry.seen.workers, attribution, entry.note.strip()
    ).normalised()


def _seen(submitted: Mapping[str, str], code: str, current: Answer) -> Answer:
    """The answer that the page showed, from its hidden fields; without them nothing counts as seen."""
    if not submitted:
        return current
    letter = submitted.get(f"seen-{code}", "")
    shown = letter if letter in LETTERS else UNANSWERED
    try:
        return answer_seen(shown, json.loads(submitted[f"seen-words-{code}"])).normalised()
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        return Answer(shown)


def _act_id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def _misplaced(submitted: Mapping[str, str], code: str, finding: FindingWords) -> str:
    """Details beside an answer that is no finding would be lost without a word."""
    details = submitted.get(f"details-{code}", "").strip()
    if details and details != finding.details and submitted.get(f"answer-{code}") != "N":
        return _("This describes a finding. Answer non-compliant, or move the text to the note.")
    return ""


def _problem(text: str) -> str:
    try:
        plain_text(text, longest=LONGEST)
    except BadCell as bad:
        return str(bad)
    return ""
