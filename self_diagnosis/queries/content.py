"""A diagnosis as its pages show it: points and questions with what stands, what differs and what was before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from questionnaires.queries.questionnaires import QuestionWords, layout_in_force, question_words
from self_diagnosis.models import DiagnosisAnswer, DifferingAnswer, OwnAnswer, SelfDiagnosis
from self_diagnosis.queries.diagnoses import side_of

if TYPE_CHECKING:
    from accounts.models import User

_NO_GAP = frozenset({OwnAnswer.COMPLIANT, OwnAnswer.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """What another device said. `side` is "management" or "workers"; `is_own`: the reader said it."""

    id: int
    answer: str
    answer_label: str
    note: str
    side: str
    is_own: bool
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class DiagnosedQuestion:
    """A question with what stands. `before` is the answer of the factory's earlier diagnosis, "" where it has none."""

    words: QuestionWords
    answer: str
    answer_label: str
    note: str
    before: str
    plan_item: int | None
    differing: tuple[ShownDifference, ...]

    @property
    def is_gap(self) -> bool:
        """Whether the factory finds a gap."""
        return self.answer == OwnAnswer.GAP

    @property
    def is_closed(self) -> bool:
        """Whether a gap of the earlier diagnosis is none any more."""
        return self.before == OwnAnswer.GAP and self.answer in _NO_GAP

    @property
    def is_new(self) -> bool:
        """Whether the gap was none in the earlier diagnosis."""
        return self.is_gap and self.before in _NO_GAP

    @property
    def is_again(self) -> bool:
        """Whether the gap was there in the earlier diagnosis too."""
        return self.is_gap and self.before == OwnAnswer.GAP


@dataclass(frozen=True, slots=True)
class DiagnosedPoint:
    """A chosen compliance point."""

    code: str
    name: str
    cluster_name: str
    questions: tuple[DiagnosedQuestion, ...]

    @property
    def answered(self) -> int:
        """How many of its questions have an answer."""
        return sum(bool(item.answer) for item in self.questions)

    @property
    def gaps(self) -> list[DiagnosedQuestion]:
        """Its gaps."""
        return [item for item in self.questions if item.is_gap]

    @property
    def differing(self) -> int:
        """How many of its questions wait for a choice."""
        return sum(bool(item.differing) for item in self.questions)


def points_of(
    diagnosis: SelfDiagnosis, *, language: str, reader: User, before: Mapping[str, str] | None = None
) -> list[DiagnosedPoint]:
    """The chosen points in order, in a language. At most five queries."""
    answers = {row.question: row for row in DiagnosisAnswer.objects.filter(diagnosis=diagnosis)}
    differing: dict[str, list[ShownDifference]] = {}
    for item in _waiting(diagnosis):
        differing.setdefault(item.question, []).append(_difference(item, reader))
    questions = [
        _question(words, answers.get(words.code), (before or {}).get(words.code, ""), differing)
        for words in question_words(diagnosis.layout_id, language=language).values()
        if words.point in diagnosis.points
    ]
    return list(_grouped(questions))


def clusters_to_choose(layout_id: int, *, language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Clusters by name, each with code and name of its points. At most three queries."""
    words = question_words(layout_id, language=language).values()
    return [
        (cluster, list(dict.fromkeys((item.point, item.point_name) for item in questions)))
        for cluster, questions in groupby(words, key=lambda item: item.cluster_name)
    ]


def points_to_choose(country: str, on: date) -> set[str]:
    """Codes of the points of a country's questionnaire of a day; none where none is loaded. At most four queries."""
    layout_id = layout_in_force(country, on=on)
    return {words.point for words in question_words(layout_id).values()} if layout_id else set()


def _waiting(diagnosis: SelfDiagnosis) -> Iterator[DifferingAnswer]:
    rows = DifferingAnswer.objects.filter(diagnosis=diagnosis, settled_at__isnull=True)
    yield from rows.select_related("entered_by").order_by("pk")


def _difference(item: DifferingAnswer, reader: User) -> ShownDifference:
    return ShownDifference(
        item.pk,
        item.answer,
        item.get_answer_display(),
        item.note,
        side_of(item.entered_by),
        item.entered_by_id == reader.pk,
        item.entered_at,
    )


def _question(
    words: QuestionWords,
    row: DiagnosisAnswer | None,
    before: str,
    differing: Mapping[str, list[ShownDifference]],
) -> DiagnosedQuestion:
    return DiagnosedQuestion(
        words,
        row.answer if row else "",
        row.get_answer_display() if row else "",
        row.note if row else "",
        before,
        row.plan_item_id if row else None,
        tuple(differing.get(words.code, ())),
    )


def _grouped(questions: list[DiagnosedQuestion]) -> Iterator[DiagnosedPoint]:
    for code, found in groupby(questions, key=lambda item: item.words.point):
        members = tuple(found)
        yield DiagnosedPoint(code, members[0].words.point_name, members[0].words.cluster_name, members)
