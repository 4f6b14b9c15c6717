"""What follows inside other apps' transactions.

After their events (`betterwork/immediate_reactions.py`), or called by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from journal.events import Happening, record_many
from recognition.domain.lifecycle import ZERO_TOLERANCE, RecognitionTransition, leads_to, may_follow
from recognition.models import Recognition

BATCH = 400

if TYPE_CHECKING:
    from accounts.models import User


def suspend_for_zero_tolerance(happenings: Sequence[Happening], *, actor: User | None, at: datetime) -> None:
    """Suspend the public recognitions of factories where a zero-tolerance case was opened, with its opening."""
    factories = sorted({happening.factory_id for happening in happenings if happening.factory_id is not None})
    for start in range(0, len(factories), BATCH):
        _suspend(factories[start : start + BATCH], actor=actor, at=at)


def _suspend(factories: Sequence[int], *, actor: User | None, at: datetime) -> None:
    # every live one is locked, not only the public: a publication under way is waited for, and then suspended too
    live = Recognition.objects.select_for_update().filter(
        factory_id__in=factories, state__in=Recognition.LIVE
    )
    public = [row for row in live.order_by("pk") if may_follow(row.state, RecognitionTransition.SUSPEND)]
    if not public:
        return
    Recognition.objects.filter(pk__in=[row.pk for row in public]).update(
        state=str(leads_to(RecognitionTransition.SUSPEND)),
        reason=ZERO_TOLERANCE,
        suspended_at=at,
        suspended_by=actor,
    )
    suspended = [
        Happening(
            "recognition.suspended", f"recognition:{row.pk}", row.factory_id, {"reason": ZERO_TOLERANCE}
        )
        for row in public
    ]
    record_many(suspended, actor=actor, at=at)
