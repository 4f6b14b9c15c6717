"""What follows from other apps' events inside their own transaction (named in `betterwork/immediate_reactions.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from buyers.models import BuyerCommitment, PlanComment
from factories.same_transaction.merged import merged_brands
from journal.events import Happening

if TYPE_CHECKING:
    from accounts.models import User


def move_commitments(happenings: Sequence[Happening], *, actor: User | None, at: datetime) -> None:  # noqa: ARG001
    """Two brands became one: what either committed to, or commented, is the word of the one that stays."""
    for brand in merged_brands(happenings):
        BuyerCommitment.objects.filter(brand=brand).update(brand=brand.merged_into)
        PlanComment.objects.filter(brand=brand).update(brand=brand.merged_into)
