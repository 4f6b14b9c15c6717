"""Everything that the page of one assessment shows, in plain rows. Rights are the caller's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from uuid import UUID

from django.db.models import QuerySet

from assessments.domain.answers import UNANSWERED, answers_of
from assessments.domain.score_rows import ScoreRow, score_rows
from assessments.models import AnswerNote, Assessment, TeamMember
from assessments.queries.answering.comments import Comment, comments_of
from questionnaires.domain.layout import SheetLayout
from questionnaires.queries.questionnaires import QuestionWords, Words, layouts, words_by_layout


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """A question as it reads here, and what was answered."""

    words: QuestionWords
    letter: str
    note: str = ""
    comments: tuple[Comment, ...] = ()  # of the reviewer, for staff

    @property
    def outcome(self) -> str:
        """The answer as an outcome: met, not_met or unknown."""
        return {"C": "met", "N": "not_met"}.get(self.letter, "unknown")


@dataclass(frozen=True, slots=True)
class PointAnswers:
    """A compliance point with its answers."""

    code: str
    name: str
    answers: tuple[QuestionAnswer, ...]

    @property
    def noncompliant(self) -> int:
        """How many scored questions are non-compliant."""
        return sum(answer.letter == "N" and answer.words.scored for answer in self.answers)

    @property
    def applicable(self) -> int:
        """How many scored questions were asked."""
        return sum(answer.letter in {"C", "N"} and answer.words.scored for answer in self.answers)

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(answer.letter != UNANSWERED for answer in self.answers)

    @property
    def is_complete(self) -> bool:
        """Whether every question has an answer."""
        return self.answered == len(self.answers)


@dataclass(frozen=True, slots=True)
class ClusterAnswers:
    """A cluster with its points."""

    code: str
    name: str
    points: tuple[PointAnswers, ...]

    @property
    def noncompliant(self) -> int:
        """How many scored questions are non-compliant."""
        return sum(point.noncompliant for point in self.points)

    @property
    def applicable(self) -> int:
        """How many scored questions were asked."""
        return sum(point.applicable for point in self.points)


@dataclass(frozen=True, slots=True)
class WholeAssessment:
    """One assessment."""

    id: UUID
    factory_id: int
    factory: str
    factory_name: str
    country: str
    assessed_on: date
    cycle: int
    kind: str
    kind_label: str
    announced: bool
    state: str
    state_label: str
    questionnaire: str
    revision: int
    is_returned: bool  # and not submitted again since
    submitted_at: datetime | None
    reviewed_at: datetime | None
    window_closes_on: date | None
    finalised_at: datetime | None
    note: str
    remarks: tuple[tuple[str, str], ...]  # unscored remarks of imported tools, by their own codes
    score: ScoreRow
    clusters: tuple[ClusterAnswers, ...]
    public: frozenset[str]
    zero_tolerance: frozenset[str]
    comments: tuple[Comment, ...]  # of the reviewer while it is not final, as the questions stand; for staff
    national_law: frozenset[
        str
    ]  # questions whose findings are laid to the law unless a person says otherwise

    @property
    def points(self) -> tuple[PointAnswers, ...]:
        """Every point in order."""
        return tuple(point for cluster in self.clusters for point in cluster.points)

    @property
    def answers(self) -> Iterator[QuestionAnswer]:
        """Every answer in order."""
        return (answer for point in self.points for answer in point.answers)

    @property
    def words(self) -> Words:
        """Every question in words, by code and in order."""
        return {answer.words.code: answer.words for answer in self.answers}

    @property
    def unread(self) -> bool:
        """Whether a translation is shown that no speaker has read."""
        return not all(answer.words.reviewed for answer in self.answers)

    @property
    def questions(self) -> int:
        """How many are asked."""
        return sum(len(point.answers) for point in self.points)

    @property
    def answered(self) -> int:
        """How many have an answer."""
        return sum(point.answered for point in self.points)

    @property
    def public_noncompliant(self) -> tuple[str, ...]:
        """Publicly reported questions that are non-compliant."""
        return tuple(a.words.code for a in self.answers if a.letter == "N" and a.words.code in self.public)

    @property
    def zero_tolerance_found(self) -> tuple[QuestionWords, ...]:
        """Questions whose non-compliance offers to open a case."""
        return tuple(a.words for a in self.answers if a.letter == "N" and a.words.code in self.zero_tolerance)


def whole_assessment(
    chosen: QuerySet[Assessment], assessment_id: UUID, *, language: str = "en", with_notes: bool = False
) -> WholeAssessment | None:
    """One of the chosen assessments; None when it is not among them. At most seven queries."""
    row = chosen.filter(pk=assessment_id).select_related("factory").first()
    if row is None:
        return None
    loaded = layouts([row.layout_id])[row.layout_id]
    words = words_by_layout([row.layout_id], language=language)[row.layout_id]
    notes = _notes(row.pk) if with_notes else {}
    comments = comments_of(row.pk) if with_notes and row.state != Assessment.State.FINAL else {}
    (score,) = score_rows([row.sheet], loaded.layout)
    country = row.factory.country_id
    return WholeAssessment(
        id=row.pk,
        factory_id=row.factory_id,
        factory=row.factory.code,
        factory_name=row.factory.name,
        country=country,
        assessed_on=row.assessed_on,
        cycle=row.cycle,
        kind=row.kind,
        kind_label=row.get_kind_display(),
        announced=row.announced,
        state=row.state,
        state_label=row.get_state_display(),
        questionnaire=loaded.reference,
        revision=row.revision,
        is_returned=row.returned_at is not None,
        submitted_at=row.submitted_at,
        reviewed_at=row.reviewed_at,
        window_closes_on=row.window_closes_on,
        finalised_at=row.finalised_at,
        note=row.note if with_notes else "",
        remarks=tuple(
            (code, text) for code, text in sorted(notes.items()) if code not in loaded.layout.index
        ),
        score=score,
        clusters=tuple(_clusters(row.sheet, loaded.layout, words, notes, comments)),
        public=loaded.marks.public_on(country, row.assessed_on),
        zero_tolerance=loaded.marks.zero_tolerance_on(country, row.assessed_on),
        comments=tuple(chain.from_iterable(comments.get(code, ()) for code in loaded.layout.codes)),
        national_law=loaded.layout.national_law,
    )


def team_of(assessment_id: UUID) -> list[tuple[int, str, bool]]:
    """Who assesses or did until they left: (user id, name, is still there), the lead first. One query."""
    rows = TeamMember.objects.filter(assessment_id=assessment_id).order_by("-is_lead", "user__name", "pk")
    return [
        (user_id, name, left_at is None)
        for user_id, name, left_at in rows.values_list("user_id", "user__name", "left_at")
    ]


def current_team_of(assessment_id: UUID) -> list[int]:
    """Ids of those who assess now, the lead first. One query."""
    rows = TeamMember.objects.filter(assessment_id=assessment_id, left_at__isnull=True)
    return list(rows.order_by("-is_lead", "user__name", "pk").values_list("user_id", flat=True))


def _notes(assessment_id: UUID) -> dict[str, str]:
    rows = AnswerNote.objects.filter(assessment_id=assessment_id).exclude(text="")
    return dict(rows.values_list("question", "text"))


def _clusters(
    sheet: str,
    layout: SheetLayout,
    words: Words,
    notes: Mapping[str, str],
    comments: Mapping[str, tuple[Comment, ...]],
) -> Iterator[ClusterAnswers]:
    letters = answers_of(sheet, layout)
    by_point: dict[str, list[QuestionAnswer]] = {}
    for code, letter in letters.items():
        by_point.setdefault(words[code].point, []).append(
            QuestionAnswer(words[code], letter, notes.get(code, ""), comments.get(code, ()))
        )
    points: dict[str, list[PointAnswers]] = {}
    for place, code in enumerate(layout.points):
        if code in by_point:
            cluster = layout.clusters[layout.cluster_of_point[place]]
            name = by_point[code][0].words.point_name
            points.setdefault(cluster, []).append(PointAnswers(code, name, tuple(by_point[code])))
    for cluster, together in points.items():
        yield ClusterAnswers(cluster, _name(together), tuple(together))


def _name(points: Iterable[PointAnswers]) -> str:
    return next(answer.words.cluster_name for point in points for answer in point.answers)
