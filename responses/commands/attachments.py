"""Photos and documents beside the management's answers."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.commands.attachments import known_file, new_file
from assessments.policies import check_may_respond
from files.domain.attachments import CheckedFile
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import Refused
from responses.commands.window import assessment_in_window
from responses.models import FindingResponse, ResponseFile

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import Assessment


class AlreadySent(Refused):
    """The file was sent with its answer and is read by others."""


def add_file(
    assessment: Assessment, *, question: str, name: str, file: CheckedFile, actor: User | None, now: datetime
) -> ResponseFile | Unchanged:
    """Keep a photo or document beside an answer inside a command's transaction, and make the answer a draft.

    The same file again changes nothing. Whether the actor may answer, and whether there is such a finding, its caller
    has checked.

    Raises:
        TooManyFiles: nothing was written.
    """
    files = ResponseFile.objects.filter(assessment=assessment, question=question, removed_at__isnull=True)
    known = known_file(files, file, full=_("This finding has %(n)s files already."))
    if known is not None:
        return Unchanged(known)
    made = new_file(
        ResponseFile, file, folder=f"responses/{assessment.pk}", name=name, actor=actor, now=now,
        assessment=assessment, question=question,
    )  # fmt: skip
    made.save(force_insert=True)
    draft = {"saved_at": now, "saved_by": actor, "sent_at": None, "sent_by": None}
    FindingResponse.objects.update_or_create(assessment=assessment, question=question, defaults=draft)
    _record_event("finding.response_file_added", made, assessment.factory_id, actor=actor, now=now)
    return made


@command
def remove_response_file(file_id: UUID, *, actor: User | None, now: datetime) -> ResponseFile | Unchanged:
    """Take away a file that was not sent yet; its bytes go with the end of the transaction.

    Raises:
        NoSuchAssessment, NotAllowed, NotOpenToComment, WindowOver.
        AlreadySent: others read it by now.
    """
    found = ResponseFile.objects.get(pk=file_id)
    assessment = assessment_in_window(found.assessment_id, now)
    check_may_respond(actor, assessment.factory_id)
    found.refresh_from_db()
    if found.removed_at is not None:
        return Unchanged(found)
    if found.sent_at is not None:
        raise AlreadySent(_("This file was sent with your answer. It stays with it."))
    found.removed_at, found.removed_by = now, actor
    found.save(update_fields=["removed_at", "removed_by"])
    transaction.on_commit(partial(default_storage.delete, str(found.content.name)), robust=True)
    _drop_empty_draft(found)
    _record_event("finding.response_file_removed", found, assessment.factory_id, actor=actor, now=now)
    return found


def _drop_empty_draft(removed: ResponseFile) -> None:
    """A draft that was a file alone is none without it."""
    beside = {"assessment": removed.assessment_id, "question": removed.question}
    if not ResponseFile.objects.filter(**beside, removed_at__isnull=True).exists():
        FindingResponse.objects.filter(**beside, agrees=False, text="", sent_agrees__isnull=True).delete()


def _record_event(
    kind: str, file: ResponseFile, factory_id: int, *, actor: User | None, now: datetime
) -> None:
    record(
        kind,
        subject=f"assessment:{file.assessment_id}",
        actor=actor,
        at=now,
        factory_id=factory_id,
        data={"question": file.question, "file": str(file.pk), "digest": file.digest},
    )
