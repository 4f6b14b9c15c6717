"""The one way in which the management answers a finding, from the page and from a device: words, files, sending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.policies import check_may_respond
from files.domain.attachments import CheckedFile
from journal.commands import Unchanged, command
from journal.refusals import Refused
from responses.commands.answering import NothingSaid, check_found, send_drafts, write_draft
from responses.commands.attachments import add_file
from responses.commands.window import assessment_in_window
from responses.models import FindingResponse, ResponseFile

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class FindingAnswered:
    """What became of an answer.

    Attributes:
        has_changed: whether anything was written that was not there already.
        files: new ones, in their order.
        refused: files that were not taken, by name, with why.
        is_sent: whether it was sent now.
    """

    has_changed: bool
    files: tuple[ResponseFile, ...] = ()
    refused: tuple[tuple[str, Refused], ...] = ()
    is_sent: bool = False


@command
def respond_to_finding(
    assessment_id: UUID,
    *,
    question: str,
    agrees: bool,
    text: str,
    files: Sequence[tuple[str, CheckedFile]] = (),
    send: bool = False,
    actor: User | None,
    now: datetime,
) -> FindingAnswered | Unchanged:
    """Keep an answer as a draft that the factory's management alone reads, and send it if so asked.

    An answer without words takes a draft back, unless files are beside it. A file that is refused loses nothing else;
    but then nothing is sent.

    Args:
        assessment_id: in its comment window.
        question: the finding's.
        agrees: with the finding.
        text: what the management says.
        files: to be added, each with its name; the same file again changes nothing.
        send: whoever reads the assessment reads the answer from now on.
        actor: of the factory's management.
        now: the moment.

    Raises:
        NoSuchAssessment, NotAllowed, NotOpenToComment, WindowOver, NothingFound.
        NothingSaid: there is no answer to keep, or one was sent already and cannot be emptied.
    """
    done = apply_whole_response(
        assessment_id,
        question=question,
        agrees=agrees,
        text=text,
        files=files,
        send=send,
        actor=actor,
        now=now,
    )
    return done if done.has_changed else Unchanged(done)


def apply_whole_response(
    assessment_id: UUID,
    *,
    question: str,
    agrees: bool,
    text: str,
    files: Sequence[tuple[str, CheckedFile]],
    send: bool,
    actor: User | None,
    now: datetime,
) -> FindingAnswered:
    """The same inside a command's transaction."""
    assessment = assessment_in_window(assessment_id, now)
    check_may_respond(actor, assessment.factory_id)
    drafts = FindingResponse.objects.filter(assessment=assessment, question=question)
    text = text.strip()
    if not (agrees or text or files or drafts.exists()):
        raise NothingSaid(_("Write your response, agree, or add a file."))
    check_found(assessment_id, question)
    added: list[ResponseFile] = []
    refused: list[tuple[str, Refused]] = []
    for name, file in files:
        try:
            known = add_file(assessment, question=question, name=name, file=file, actor=actor, now=now)
        except Refused as refusal:  # before anything of it was written
            refused.append((name, refusal))
        else:
            added += [] if isinstance(known, Unchanged) else [known]
    draft = write_draft(assessment, question=question, agrees=agrees, text=text, actor=actor, now=now)
    is_sent = False
    if send and not refused:
        unsent = drafts.filter(sent_at__isnull=True).select_related("assessment")
        is_sent = send_drafts(list(unsent), actor=actor, now=now) > 0
    has_changed = bool(added) or is_sent or not isinstance(draft, Unchanged)
    return FindingAnswered(has_changed, tuple(added), tuple(refused), is_sent)
