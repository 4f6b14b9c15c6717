"""What follows from other apps' events inside their own transaction (named in `betterwork/immediate_reactions.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from benefits.commands.guests import about
from benefits.domain.forums import COMING
from benefits.models import Benefit, Invitation
from factories.same_transaction.merged import merged_brands
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
    events += [about("forum.uninvited", invitation, invitation.forum) for invitation in gone]
    record_many(events, actor=actor, at=at)


def move_invitations(happenings: Sequence[Happening], *, actor: User | None, at: datetime) -> None:
    """Two brands became one: invitations to forums are those of the brand that stays.

    Where both were invited to one forum that is still to come, the brand has one invitation, and comes if one of the
    two would have come. The other stays on record as taken back.
    """
    for brand in merged_brands(happenings):
        own = {
            row.forum_id: row
            for row in Invitation.objects.select_for_update(of=("self",))
            .filter(brand=brand.merged_into)
            .select_related("forum")
        }
        invitations = Invitation.objects.select_for_update().filter(brand=brand)
        doubled = list(invitations.filter(forum__in=list(own)).select_related("forum").order_by("pk"))
        invitations.exclude(forum__in=list(own)).update(brand=brand.merged_into)
        events: list[Happening] = []
        for invitation in doubled:
            if invitation.state in LIVE and invitation.forum.state in COMING:
                events += _joined(invitation, own[invitation.forum_id])
        record_many(events, actor=actor, at=at)


def _joined(gone: Invitation, staying: Invitation) -> list[Happening]:
    registered = gone.state == Invitation.State.REGISTERED != staying.state
    if registered:
        staying.state, staying.people = gone.state, gone.people
        staying.answered_at, staying.answered_by = gone.answered_at, gone.answered_by
        staying.save(update_fields=["state", "people", "answered_at", "answered_by"])
    gone.state, gone.people = Invitation.State.WITHDRAWN, 0
    gone.save(update_fields=["state", "people"])
    events = [about("forum.uninvited", gone, gone.forum)]
    return (
        [*events, about("forum.registered", staying, staying.forum, people=staying.people)]
        if registered
        else events
    )
