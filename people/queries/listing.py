"""People as a list shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from factories.queries.memberships.places import PlaceRow, place_rows
from people.models import AccountInvitation
from people.queries.invitations import state_of

STATE_WORDS: dict[str, str | Promise] = {
    "active": _("active"),
    "open": _("invited"),
    "expired": _("invitation expired"),
    "awaiting": _("waiting for a second person"),
    "closed": _("closed"),
}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person. `state`: a key of STATE_WORDS. `places`: the standing ones."""

    id: int
    name: str
    email: str
    role: str
    role_label: str
    language: str
    state: str
    places: Sequence[PlaceRow]
    last_seen_on: date | None

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(STATE_WORDS[self.state])


def states_of(people: Sequence[User], now: datetime) -> dict[int, str]:
    """Each person's state: `active`, `closed`, or that of their invitation. One query."""
    idle = [person.pk for person in people if not person.is_active]
    rows = AccountInvitation.objects.filter(person__in=idle, state__in=AccountInvitation.LIVE)
    live = {row.person_id: state_of(row, now) for row in rows} if idle else {}
    return {person.pk: "active" if person.is_active else live.get(person.pk, "closed") for person in people}


def person_rows(people: Sequence[User], now: datetime) -> list[PersonRow]:
    """The people with their places and states. Two queries."""
    places: dict[int, list[PlaceRow]] = {}
    for row in place_rows([person.pk for person in people], now, ended=False):
        places.setdefault(row.user_id, []).append(row)
    states = states_of(people, now)
    return [
        PersonRow(
            person.pk, person.name, person.email, person.role, person.get_role_display(), person.language,
            states[person.pk], places.get(person.pk, []), person.last_seen_on,
        )
        for person in people
    ]  # fmt: skip
