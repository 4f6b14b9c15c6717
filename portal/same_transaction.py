"""What follows from other apps' events inside their own transaction (named in `betterwork/immediate_reactions.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from journal.events import Happening
from portal.projections import withdraw_listings

if TYPE_CHECKING:
    from accounts.models import User


def remove_listings(happenings: Sequence[Happening], *, actor: User | None, at: datetime) -> None:  # noqa: ARG001
    """Recognition ended or rests, or the factory closed: from this transaction on no window shows it as recognised."""
    withdraw_listings({happening.factory_id for happening in happenings if happening.factory_id is not None})
