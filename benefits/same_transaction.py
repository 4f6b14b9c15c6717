"""What follows from a recognition's end inside its own transaction (named in `betterwork/immediate_reactions.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from benefits.domain.forums import COMING
from benefits.models import Benefit, Invitation
from journal.events import Happening, record_many

if TYPE_CHECKING:
    from accounts.models import User

LIVE = (Invitation.State.INVITED, Invitation.State.REGISTERED)


def close_packages(happenings: Sequence[Happening], *, actor: User | None, at: datetime) -> None:
    """A recognition was withdrawn or has lapsed: what is still to come of its package is closed.

    Invitations that came with it to forums still ahead are taken back. What was delivered stays as it is.
    """
    ended = {UUID(happening.subject.partition(":")[2]): happening.factory_id for happening in happenings}
    lines = Benefit.objects.select_for_update().filter(
        recognition__in=list(ended), state=Benefit.State.PLANNED
    )
    closed = list(lines.order_by("pk"))
    Benefit.objects.filter(pk__in=[benefit.pk for benefit in closed]).update(
        state=Benefit.State.CLOSED, settled_at=at, settled_by=actor
    )
    guests = Invitation.objects.filter(
        recognition__in=list(ended), state__in=LIVE, forum__state__in=COMING
    ).select_related("forum")
    gone = list(guests.order_by("pk"))
    Invitation.objects.filter(pk__in=[invitation.pk for invitation in gone]).update(
        state=Invitation.State.WITHDRAWN, people=0
    )
    events = [
        Happening(
            "benefit.closed",
            f"package:{benefit.recognition_id}",
            ended[benefit.recognition_id],
            {"line": str(benefit.pk), "benefit": benefit.kind, "note": benefit.note},
        )
        for benefit in closed
    ]
    for invitation in gone:
        data = {
            "forum": invitation.forum.name,
            "on": invitation.forum.day.isoformat(),
            "guest": str(invitation.pk),
        }
        events.append(
            Happening("forum.uninvited", f"forum:{invitation.forum_id}", invitation.factory_id, data)
        )
    record_many(events, actor=actor, at=at)
