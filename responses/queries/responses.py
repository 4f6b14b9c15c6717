"""What a factory's two sides say to the findings of an assessment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from assessments.policies import speaks_for_a_factory
from assessments.queries.visibility import assessments_visible_to
from countries.queries.local_time import On
from responses.models import FindingResponse, ResponseFile, WorkerComment

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class WorkersWord:
    """A worker representative's comment. `by` is a user's id: never shown, it tells one's own from others'."""

    text: str
    written_at: datetime
    by: int


@dataclass(slots=True)
class FactorySays:
    """What was said to one finding, for whoever reads the assessment."""

    agrees: bool = False
    files: list[tuple[UUID, str]] = field(default_factory=list)
    comments: list[WorkersWord] = field(default_factory=list)


@dataclass(slots=True)
class DraftAnswer:
    """The management's own view of its answer to one finding."""

    agrees: bool = False
    text: str = ""
    is_sent: bool = False
    is_draft: bool = False
    files: list[tuple[UUID, str, bool]] = field(default_factory=list)  # id, name, whether it was sent


def responses_beside(assessment_id: UUID, *, is_answered: bool = True) -> dict[str, FactorySays]:
    """Sent answers' agreement and files, and the workers' comments, by question. One or three queries.

    `is_answered`: False where it is known that no finding has an answer.
    """
    found: dict[str, FactorySays] = {}
    for question, comments in comments_in(assessment_id).items():
        found.setdefault(question, FactorySays()).comments = comments
    if not is_answered:
        return found
    sent = FindingResponse.objects.filter(assessment=assessment_id, sent_agrees=True)
    for question in sent.values_list("question", flat=True):
        found.setdefault(question, FactorySays()).agrees = True
    files = ResponseFile.objects.filter(
        assessment=assessment_id, sent_at__isnull=False, removed_at__isnull=True
    )
    for question, file_id, name in files.order_by("added_at", "pk").values_list("question", "pk", "name"):
        found.setdefault(question, FactorySays()).files.append((file_id, name))
    return found


def comments_in(assessment_id: UUID) -> dict[str, list[WorkersWord]]:
    """The workers' comments by question, the first first. One query."""
    found: dict[str, list[WorkersWord]] = {}
    rows = WorkerComment.objects.filter(assessment=assessment_id).order_by("written_at", "pk")
    for question, text, at, by in rows.values_list("question", "text", "written_at", "written_by_id"):
        found.setdefault(question, []).append(WorkersWord(text, at, by))
    return found


def drafts_in(assessment_id: UUID) -> dict[str, DraftAnswer]:
    """The management's answers by question, as it wrote them last. For the factory's management alone. Two queries."""
    found: dict[str, DraftAnswer] = {}
    rows = FindingResponse.objects.filter(assessment=assessment_id)
    for row in rows:
        is_draft = row.sent_at is None
        found[row.question] = DraftAnswer(row.agrees, row.text, row.sent_agrees is not None, is_draft)
    files = ResponseFile.objects.filter(assessment=assessment_id, removed_at__isnull=True)
    for file in files.order_by("added_at", "pk"):
        draft = found.setdefault(file.question, DraftAnswer())
        draft.files.append((file.pk, file.name, file.sent_at is not None))
    return found


def comments_of_factories(factories: Any) -> dict[tuple[UUID, str], list[str]]:
    """Texts of workers' comments on final assessments of some factories, by assessment and question. One query."""
    found: dict[tuple[UUID, str], list[str]] = {}
    rows = WorkerComment.objects.filter(assessment__factory__in=factories, assessment__state="final")
    columns = ("assessment_id", "question", "text")
    for assessment_id, question, text in rows.order_by("written_at", "pk").values_list(*columns):
        found.setdefault((assessment_id, question), []).append(text)
    return found


def agreed_of_factories(factories: Any) -> set[tuple[UUID, str]]:
    """Findings of final assessments that their factories agree with, by assessment and question. One query."""
    rows = FindingResponse.objects.filter(
        assessment__factory__in=factories, assessment__state="final", sent_agrees=True
    )
    return set(rows.values_list("assessment_id", "question"))


def response_files_visible_to(
    user: User | AnonymousUser, on: On, *, removed: bool = False
) -> QuerySet[ResponseFile]:
    """Files of assessments that exist for a user: sent ones, and unsent ones for the factory's management.

    Or, of the same, those that were removed.
    """
    rows = ResponseFile.objects.filter(
        removed_at__isnull=not removed, assessment__in=assessments_visible_to(user, on)
    )
    if isinstance(user, User) and speaks_for_a_factory(user):
        return rows
    return rows.filter(Q(sent_at__isnull=False))
