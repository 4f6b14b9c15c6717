"""What every act about a forum and its guests is made of: locked rows, faults that name their field, the telling."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from benefits.models import Forum, Invitation
from journal.events import Happening, record
from journal.refusals import FieldRefused

if TYPE_CHECKING:
    from accounts.models import User

LIVE = (Invitation.State.INVITED, Invitation.State.REGISTERED)


class InvalidGuestField(FieldRefused):
    """A form field holds an invalid value; `field` names it."""


def locked(forum_id: UUID) -> Forum:
    """The forum, held until the end of the transaction: two who take the last place wait for each other."""
    return Forum.objects.select_for_update().get(pk=forum_id)


def live_guests(forum: Forum) -> list[Invitation]:
    """Guests who have not declined. One query."""
    rows = Invitation.objects.filter(forum=forum, state__in=LIVE).select_related("factory")
    return list(rows.order_by("pk"))


def event_data(forum: Forum, **more: object) -> dict[str, object]:
    """Data of every event of a forum: its name, place and local day."""
    return {"forum": forum.name, "on": forum.day.isoformat(), "place": forum.place, **more}


def record_forum_event(forum: Forum, what: str, *, actor: User | None, now: datetime) -> None:
    """One event about a forum as a whole."""
    data = event_data(forum, reason=forum.reason)
    record(f"forum.{what}", subject=f"forum:{forum.pk}", actor=actor, at=now, data=data)


def about(kind: str, guest: Invitation, forum: Forum, **more: object) -> Happening:
    """One event about a guest; `factory_id` is None for a brand's."""
    who = str(guest.pk)
    return Happening(kind, f"forum:{forum.pk}", guest.factory_id, event_data(forum, guest=who, **more))


def news(what: str, forum: Forum, guests: Iterable[Invitation]) -> list[Happening]:
    """The news for each guest that would come: `called_off` or `rescheduled`."""
    return [about(f"forum.{what}", guest, forum) for guest in guests]
