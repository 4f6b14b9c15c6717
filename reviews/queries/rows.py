"""Every question of an assessment in review: its answer, those of the return and the last cycle, its comments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assessments.domain.answer_merge import Answer
from assessments.models import Assessment
from assessments.queries.answering.comments import Comment
from assessments.queries.answering.workspace import last_cycle
from assessments.queries.detail import WholeAssessment
from questionnaires.queries.questionnaires import QuestionWords, lineage
from reviews.domain.comparing import changed_codes
from reviews.queries.answers import (
    SeenCluster,
    cluster_digests,
    current_answers,
    layout_for,
    returned_answers,
    seen_clusters,
)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A question in review. `before` is its answer at the return where it differs from now."""

    words: QuestionWords
    answer: Answer
    before: Answer | None
    last: str  # letter of the last cycle; "" where it was not asked
    last_details: str
    comments: tuple[Comment, ...]
    is_public: bool
    is_zero_tolerance: bool

    @property
    def is_found(self) -> bool:
        """Whether it is non-compliant."""
        return self.answer.letter == "N"

    @property
    def differs(self) -> bool:
        """Whether the last cycle said something else."""
        return bool(self.last) and self.last != self.answer.letter

    @property
    def has_open_comment(self) -> bool:
        """Whether a comment waits to be resolved."""
        return any(comment.resolved_at is None for comment in self.comments)


@dataclass(frozen=True, slots=True)
class ReviewedCluster:
    """A cluster with its questions, and who has looked it through."""

    code: str
    name: str
    rows: tuple[ReviewRow, ...]
    seen: SeenCluster | None

    @property
    def found(self) -> int:
        """How many are non-compliant."""
        return sum(row.is_found for row in self.rows)

    @property
    def is_seen(self) -> bool:
        """Whether somebody has looked it through as it stands."""
        return self.seen is not None and self.seen.is_current


@dataclass(frozen=True, slots=True)
class Review:
    """All clusters; when the assessment was returned last, and when it was assessed the time before."""

    clusters: tuple[ReviewedCluster, ...]
    returned_at: datetime | None
    last_on: date | None

    @property
    def rows(self) -> list[ReviewRow]:
        """Every question in order."""
        return [row for cluster in self.clusters for row in cluster.rows]


CHOICES: Mapping[str, Callable[[ReviewRow], bool]] = {
    "changed": lambda row: row.before is not None,
    "found": lambda row: row.is_found,
    "last": lambda row: row.differs,
    "comments": lambda row: row.has_open_comment,
    "all": lambda _row: True,
}
"""Which questions are shown, by the word in the address."""


def review_of(assessment: Assessment, found: WholeAssessment) -> Review:
    """Everything that a reviewer compares. At most eight queries besides those of the assessment itself."""
    layout = layout_for(assessment)
    answers = current_answers(assessment, layout)
    returned = returned_answers(assessment.pk, layout)
    before = returned[1] if returned else answers
    changed = {code: before[code] for code in changed_codes(before, answers)}
    last: Mapping[str, Any] = (
        last_cycle(assessment.factory_id, assessment.assessed_on, layout.codes, lineage()) or {}
    )
    seen = seen_clusters(assessment.pk, cluster_digests(layout, answers))
    rows = [
        ReviewRow(
            words=words,
            answer=answers[code],
            before=changed.get(code),
            last=last.get("letters", {}).get(code, ""),
            last_details=last.get("details", {}).get(code, ""),
            comments=comments,
            is_public=code in found.public,
            is_zero_tolerance=code in found.zero_tolerance,
        )
        for code, words, comments in (
            (answer.words.code, answer.words, answer.comments) for answer in found.answers
        )
    ]
    return Review(
        clusters=tuple(_clusters(rows, seen)),
        returned_at=returned[0] if returned else None,
        last_on=date.fromisoformat(last["on"]) if last else None,
    )


def _clusters(rows: Sequence[ReviewRow], seen: Mapping[str, SeenCluster]) -> list[ReviewedCluster]:
    grouped: dict[str, list[ReviewRow]] = {}
    for row in rows:
        grouped.setdefault(row.words.cluster, []).append(row)
    return [
        ReviewedCluster(code, together[0].words.cluster_name, tuple(together), seen.get(code))
        for code, together in grouped.items()
    ]


@dataclass(frozen=True, slots=True)
class LeftToReview:
    """What accepting passes over: names of clusters not seen as they stand, questions with open comments."""

    not_seen: tuple[str, ...]
    open_comments: tuple[str, ...]


def left_to_review(found: WholeAssessment) -> LeftToReview:
    """The same for the page of an assessment (`settings.LEFT_TO_REVIEW`). At most six queries."""
    assessment = Assessment.objects.get(pk=found.id)
    layout = layout_for(assessment)
    digests = cluster_digests(layout, current_answers(assessment, layout))
    seen = seen_clusters(assessment.pk, digests)
    names = {cluster.code: cluster.name for cluster in found.clusters}
    return LeftToReview(
        tuple(names[code] for code in digests if code not in seen or not seen[code].is_current),
        tuple(comment.question for comment in found.comments if comment.resolved_at is None),
    )
