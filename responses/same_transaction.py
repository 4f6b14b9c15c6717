"""What follows inside other apps' transactions, after their events (`betterwork/immediate_reactions.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from assessments.domain.states import AssessmentState
from responses.commands.answering import send_drafts
from responses.models import FindingResponse

if TYPE_CHECKING:
    from accounts.models import User
    from journal.events import Happening


def send_drafts_at_end(happenings: Sequence[Happening], *, actor: User | None, at: datetime) -> None:  # noqa: ARG001  # as the others
    """Send what the factory had written and not sent when its comment window ended: nothing written is lost.

    One query where nothing was left. Nobody sent them: the end of the window did.
    """
    left = FindingResponse.objects.filter(sent_at__isnull=True, assessment__state=AssessmentState.FINAL)
    send_drafts(list(left.select_related("assessment").order_by("pk")), actor=None, now=at)
