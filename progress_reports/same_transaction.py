"""What follows from other apps' events inside their own transaction (named in `betterwork/immediate_reactions.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from factories.same_transaction.merged import merged_brands
from journal.events import Happening
from progress_reports.models import ProgressReport

if TYPE_CHECKING:
    from accounts.models import User


def move_summaries(happenings: Sequence[Happening], *, actor: User | None, at: datetime) -> None:  # noqa: ARG001
    """Two brands became one: the people of the one that stays read the summaries that were made for the other.

    Each keeps its text, in which the brand has the name of its day, and so no two of them are the same document.
    """
    for brand in merged_brands(happenings):
        ProgressReport.objects.filter(brand=brand).update(brand=brand.merged_into)
