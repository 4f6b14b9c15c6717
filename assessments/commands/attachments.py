"""Photos and documents beside a question of a draft: added, and taken away again, by its team."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.commands.locking import WrongAssessmentState, layout_of, locked
from assessments.domain.states import ANSWERS_OPEN_IN, AssessmentState
from assessments.models import Assessment, EvidenceFile
from assessments.policies import check_may_enter
from files.domain.attachments import ENDINGS, MOST_A_QUESTION, PHOTO, CheckedFile, shown_name
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User


class NoSuchQuestion(Refused):
    """The question is not asked in this assessment."""


class TooManyFiles(Refused):
    """A question has the largest number of files allowed."""


@command
def add_evidence_file(
    assessment_id: UUID, *, question: str, name: str, file: CheckedFile, actor: User | None, now: datetime
) -> EvidenceFile | Unchanged:
    """Keep a photo or document beside a question of a draft; the same file again changes nothing.

    Raises:
        NoSuchAssessment, NotAllowed, WrongAssessmentState, NoSuchQuestion, TooManyFiles.
    """
    assessment = _draft(assessment_id, actor)
    if question not in layout_of(assessment).index:
        raise NoSuchQuestion(_("%(code)s is not asked in this assessment.") % {"code": question})
    files = EvidenceFile.objects.filter(assessment=assessment, question=question, removed_at__isnull=True)
    known = files.filter(digest=file.digest).first()
    if known is not None:
        return Unchanged(known)
    if files.count() >= MOST_A_QUESTION:
        raise TooManyFiles(
            _("This question has %(n)s files already. Remove one that shows less.") % {"n": MOST_A_QUESTION}
        )
    made = EvidenceFile(
        id=uuid4(),
        assessment=assessment,
        question=question,
        name=shown_name(name, file.content_type),
        content_type=file.content_type,
        size=len(file.content),
        width=file.width,
        height=file.height,
        digest=file.digest,
        added_at=now,
        added_by=actor,
    )
    _keep(made, file)
    made.save(force_insert=True)
    _record_event("file_added", made, assessment, actor=actor, now=now)
    return made


@command
def remove_evidence_file(file_id: UUID, *, actor: User | None, now: datetime) -> EvidenceFile | Unchanged:
    """Take a file out of a draft; its bytes go with the end of the transaction.

    Raises:
        NoSuchAssessment, NotAllowed, WrongAssessmentState.
    """
    found = EvidenceFile.objects.get(pk=file_id)
    assessment = _draft(found.assessment_id, actor)
    found.refresh_from_db()
    if found.removed_at is not None:
        return Unchanged(found)
    found.removed_at, found.removed_by = now, actor
    found.save(update_fields=["removed_at", "removed_by"])
    gone = [name for name in (found.content.name, found.thumbnail.name) if name]
    for name in gone:
        transaction.on_commit(partial(default_storage.delete, name), robust=True)
    _record_event("file_removed", found, assessment, actor=actor, now=now)
    return found


def _draft(assessment_id: UUID, actor: User | None) -> Assessment:
    assessment = locked(assessment_id)
    check_may_enter(actor, assessment)
    if AssessmentState(assessment.state) not in ANSWERS_OPEN_IN:
        raise WrongAssessmentState(_("The assessment was submitted. Ask the reviewer to return it."))
    return assessment


def _keep(made: EvidenceFile, file: CheckedFile) -> None:
    """Put the bytes where files lie, under names that say nothing; if the transaction fails they lie there unused."""
    folder = f"evidence/{made.assessment_id}"
    made.content.save(
        f"{folder}/{made.pk}{ENDINGS[file.content_type]}", ContentFile(file.content), save=False
    )
    if file.content_type == PHOTO:
        made.thumbnail.save(f"{folder}/{made.pk}-small.jpg", ContentFile(file.thumbnail), save=False)


def _record_event(
    what: str, file: EvidenceFile, assessment: Assessment, *, actor: User | None, now: datetime
) -> None:
    record(
        f"assessment.{what}",
        subject=f"assessment:{assessment.pk}",
        actor=actor,
        at=now,
        factory_id=assessment.factory_id,
        data={"question": file.question, "file": str(file.pk), "digest": file.digest},
    )
