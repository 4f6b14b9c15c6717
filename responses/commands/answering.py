"""The management's answers: drafts that are sent, one by one or all; or agreement with all that is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.commands.responding import live_questions, put_responses
from assessments.policies import check_may_respond
from journal.commands import Unchanged, command
from journal.events import Happening, record, record_many
from journal.refusals import Refused
from responses.commands.window import assessment_in_window
from responses.models import FindingResponse, ResponseFile

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import Assessment


class NothingFound(Refused):
    """The question has no finding in this assessment."""


class NothingSaid(Refused):
    """An answer without words, agreement or a file."""


def write_draft(
    assessment: Assessment, *, question: str, agrees: bool, text: str, actor: User | None, now: datetime
) -> FindingResponse | Unchanged:
    """Write an answer as a draft inside a command's transaction; an empty one takes a draft back.

    Whether the actor may answer, and whether there is such a finding, its caller has checked.

    Raises:
        NothingSaid: an answer was sent already and cannot be emptied.
    """
    stands = FindingResponse.objects.filter(assessment=assessment, question=question).first()
    if (agrees, text) == ((stands.agrees, stands.text) if stands else (False, "")):
        return Unchanged(stands)
    is_file_alone = stands is not None and stands.sent_agrees is None and _has_files(assessment, question)
    if not agrees and not text and not is_file_alone:
        return _taken_back(stands, assessment, actor=actor, now=now)
    draft = {
        "agrees": agrees,
        "text": text,
        "saved_at": now,
        "saved_by": actor,
        "sent_at": None,
        "sent_by": None,
    }
    saved, _created = FindingResponse.objects.update_or_create(
        assessment=assessment, question=question, defaults=draft
    )
    _record_event("finding.response_drafted", assessment, question, actor=actor, now=now)
    return saved


def _has_files(assessment: Assessment, question: str) -> bool:
    return ResponseFile.objects.filter(
        assessment=assessment, question=question, removed_at__isnull=True
    ).exists()


def _taken_back(
    stands: FindingResponse | None, assessment: Assessment, *, actor: User | None, now: datetime
) -> FindingResponse | Unchanged:
    if stands is None:
        return Unchanged(None)
    if stands.sent_agrees is not None:
        raise NothingSaid(_("This answer was sent already. Write what you say instead."))
    _record_event("finding.response_drafted", assessment, stands.question, actor=actor, now=now)
    stands.delete()
    return stands


@command
def send_responses(assessment_id: UUID, *, actor: User | None, now: datetime) -> int | Unchanged:
    """Send all drafts: from now on whoever reads the assessment reads them. How many.

    Raises:
        NoSuchAssessment, NotAllowed, NotOpenToComment, WindowOver.
    """
    assessment = assessment_in_window(assessment_id, now)
    check_may_respond(actor, assessment.factory_id)
    drafts = FindingResponse.objects.filter(assessment=assessment, sent_at__isnull=True)
    sent = send_drafts(list(drafts.select_related("assessment").order_by("pk")), actor=actor, now=now)
    return sent or Unchanged(0)


def send_drafts(drafts: Sequence[FindingResponse], *, actor: User | None, now: datetime) -> int:
    """Send drafts inside a command's transaction, each with its files; tells of every one. How many."""
    if not drafts:
        return 0
    happenings: list[Happening] = []
    by_assessment: dict[UUID, list[FindingResponse]] = {}
    for draft in drafts:
        by_assessment.setdefault(draft.assessment_id, []).append(draft)
    for assessment_id, of_assessment in by_assessment.items():
        live = live_questions(assessment_id)
        texts = {draft.question: draft.text for draft in of_assessment if draft.question in live}
        put_responses(assessment_id, texts, actor=actor, now=now)
        for draft in of_assessment:
            draft.sent_at, draft.sent_by, draft.sent_agrees = now, actor, draft.agrees
            draft.save(update_fields=["sent_at", "sent_by", "sent_agrees"])
        questions = [draft.question for draft in of_assessment]
        files = ResponseFile.objects.filter(assessment=assessment_id, question__in=questions)
        files.filter(removed_at__isnull=True, sent_at__isnull=True).update(sent_at=now, sent_by=actor)
        subject, factory = f"assessment:{assessment_id}", of_assessment[0].assessment.factory_id
        happenings += [
            Happening("finding.responded", subject, factory, {"question": code}) for code in questions
        ]
        happenings.append(Happening("assessment.responses_sent", subject, factory, {"count": len(questions)}))
    record_many(happenings, actor=actor, at=now)
    return len(drafts)


@command
def agree_to_all(assessment_id: UUID, *, actor: User | None, now: datetime) -> int | Unchanged:
    """Agree, in one act, with every finding that has no answer and no draft. How many.

    Raises:
        NoSuchAssessment, NotAllowed, NotOpenToComment, WindowOver.
    """
    assessment = assessment_in_window(assessment_id, now)
    check_may_respond(actor, assessment.factory_id)
    answered = set(FindingResponse.objects.filter(assessment=assessment).values_list("question", flat=True))
    left = sorted(live_questions(assessment_id, unanswered=True) - answered)
    if not left:
        return Unchanged(0)
    FindingResponse.objects.bulk_create(
        FindingResponse(
            assessment=assessment, question=question, agrees=True, saved_at=now, saved_by=actor,
            sent_at=now, sent_by=actor, sent_agrees=True,
        )
        for question in left
    )  # fmt: skip
    put_responses(assessment_id, dict.fromkeys(left, ""), actor=actor, now=now)
    # files that were added without a word go along
    files = ResponseFile.objects.filter(assessment=assessment, question__in=left, removed_at__isnull=True)
    files.update(sent_at=now, sent_by=actor)
    record(
        "assessment.findings_agreed",
        subject=f"assessment:{assessment_id}",
        actor=actor,
        at=now,
        factory_id=assessment.factory_id,
        data={"count": len(left), "questions": left},
    )
    return len(left)


def check_found(assessment_id: UUID, question: str) -> None:
    """There is a live finding on the question."""
    if question not in live_questions(assessment_id):
        raise NothingFound(_("There is no such finding any more. Open the assessment again."))


def _record_event(
    kind: str, assessment: Assessment, question: str, *, actor: User | None, now: datetime
) -> None:
    record(
        kind,
        subject=f"assessment:{assessment.pk}",
        actor=actor,
        at=now,
        factory_id=assessment.factory_id,
        data={"question": question},
    )
