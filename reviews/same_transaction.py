"""What follows inside other apps' transactions, after their events (`betterwork/immediate_reactions.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from assessments.models import Assessment
from reviews.models import ReturnedAnswers
from reviews.queries.answers import current_answers, layout_for

if TYPE_CHECKING:
    from accounts.models import User
    from journal.events import Happening


def keep_returned_answers(happenings: Sequence[Happening], *, actor: User | None, at: datetime) -> None:  # noqa: ARG001  # as the others
    """Write down how each assessment stood when it was returned: a second review shows what changed since."""
    reasons = {UUID(row.subject.partition(":")[2]): str(row.data["reason"]) for row in happenings}
    for assessment in Assessment.objects.filter(pk__in=reasons).order_by("pk"):
        answers = current_answers(assessment, layout_for(assessment))
        words = {code: answer.words for code, answer in answers.items() if answer.words}
        ReturnedAnswers.objects.create(
            assessment=assessment,
            sheet=assessment.sheet,
            words=words,
            reason=reasons[assessment.pk],
            returned_at=at,
        )
