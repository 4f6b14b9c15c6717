"""Photos and documents beside a question of a draft: added, and taken away again, by its team."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model
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
    from django.db.models import QuerySet
    from django.db.models.fields.files import FieldFile

    from accounts.models import User

FileRow = TypeVar("FileRow", bound=Model)


class NoSuchQuestion(Refused):
    """The question is not asked in this assessment."""


class TooManyFiles(Refused):
    """A question has the largest number of files allowed."""


def known_file(files: QuerySet[FileRow], file: CheckedFile, *, full: str) -> FileRow | None:
    """The same file among those that lie beside a thing; None when it is new and may be added.

    `full` says, with the number `n`, that there are too many.

    Raises:
        TooManyFiles.
    """
    known = files.filter(digest=file.digest).first()
    if known is None and files.count() >= MOST_A_QUESTION:
        raise TooManyFiles(full % {"n": MOST_A_QUESTION})
    return known


def new_file(
    model: type[FileRow],
    file: CheckedFile,
    *,
    folder: str,
    name: str,
    actor: User | None,
    now: datetime,
    **beside: Any,
) -> FileRow:
    """The row of a new file, not inserted yet, its bytes where files lie under a name that says nothing.

    If the transaction fails, the bytes lie there unused. `beside`: columns that say what the file lies beside.
    """
    made = model(
        id=uuid4(),
        name=shown_name(name, file.content_type),
        content_type=file.content_type,
        size=len(file.content),
        digest=file.digest,
        added_at=now,
        added_by=actor,
        **beside,
    )
    content: FieldFile = made.content  # type: ignore[attr-defined]  # every such model has it
    content.save(f"{folder}/{made.pk}{ENDINGS[file.content_type]}", ContentFile(file.content), save=False)
    return made


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
    full = _("This question has %(n)s files already. Remove one that shows less.")
    known = known_file(files, file, full=full)
    if known is not None:
        return Unchanged(known)
    folder = f"evidence/{assessment_id}"
    made = new_file(
        EvidenceFile, file, folder=folder, name=name, actor=actor, now=now,
        assessment=assessment, question=question, width=file.width, height=file.height,
    )  # fmt: skip
    if file.content_type == PHOTO:
        made.thumbnail.save(f"{folder}/{made.pk}-small.jpg", ContentFile(file.thumbnail), save=False)
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
