"""The answer log: every change of an answer of an assessment that is not final, chained by a running hash."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from assessments.domain.answers import changes_between
from assessments.models import AnswerLog, Assessment
from journal.bulk import insert_objects
from journal.chains.hashes import canonical, instant
from journal.events import BATCH
from questionnaires.domain.layout import SheetLayout

if TYPE_CHECKING:
    from accounts.models import User


def running_hash(previous: str, entry: AnswerLog) -> str:
    """SHA-256 (hex) over one entry's content and the hash of the entry before it."""
    content = [
        previous,
        str(entry.act),
        entry.question,
        entry.old,
        entry.new,
        entry.seen,
        entry.given,
        entry.held,
        entry.settles,
        entry.device,
        instant(entry.answered_at),
        entry.recorded_by_id,
    ]
    return sha256(canonical(content).encode()).hexdigest()


def append_to_log(assessment: Assessment, entries: Sequence[AnswerLog]) -> None:
    """Store entries in order and move the assessment's running hash along; saving the assessment is the caller's."""
    for entry in entries:
        assessment.answers_hash = running_hash(assessment.answers_hash, entry)
    insert_objects(entries)


def log_changes(
    changed: Sequence[tuple[Assessment, SheetLayout, str]], *, actor: User | None, now: datetime
) -> None:
    """Log what sheets have become since they were as given: (assessment, its layout, the sheet before)."""
    entries: list[AnswerLog] = []
    for assessment, layout, before in changed:
        for change in changes_between(before, assessment.sheet, layout):
            entry = AnswerLog(
                assessment=assessment,
                question=change.question,
                old=change.old,
                new=change.new,
                device="file",
                act=uuid.uuid4(),
                answered_at=now,
                recorded_at=now,
                recorded_by=actor,
            )
            assessment.answers_hash = running_hash(assessment.answers_hash, entry)
            entries.append(entry)
    AnswerLog.objects.bulk_create(entries, batch_size=BATCH)
