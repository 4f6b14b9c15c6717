"""The life of a business forum: what may follow what, and what its figures must be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_PEOPLE = 20
"""Of one invited factory or brand."""


class ForumTransition(StrEnum):
    """What an organiser does with a forum."""

    OPEN = "open"
    HOLD = "hold"
    CANCEL = "cancel"


PLANNED, OPEN, HELD, CANCELLED = "planned", "open", "held", "cancelled"
TRANSITIONS: dict[ForumTransition, tuple[frozenset[str], str]] = {
    ForumTransition.OPEN: (frozenset({PLANNED}), OPEN),
    ForumTransition.HOLD: (frozenset({OPEN}), HELD),
    ForumTransition.CANCEL: (frozenset({PLANNED, OPEN}), CANCELLED),
}
COMING = frozenset({PLANNED, OPEN})
"""States of a forum that is still ahead, or not yet closed."""


def may_follow(state: str, act: ForumTransition) -> bool:
    """Whether a forum in a state can take a step."""
    return state in TRANSITIONS[act][0]


def leads_to(act: ForumTransition) -> str:
    """The state after a step."""
    return TRANSITIONS[act][1]


@dataclass(frozen=True, slots=True)
class ForumPlan:
    """An organiser's details of a forum. `starts_at`, `ends_at`: aware; `countries`: ISO codes, one or more."""

    name: str
    place: str
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    countries: tuple[str, ...]
    capacity: int
    online_url: str = ""
    about: str = ""


def room_left(capacity: int, registered: int) -> int:
    """Places nobody has; none is left when there are more people than places."""
    return max(0, capacity - registered)
