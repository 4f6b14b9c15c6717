"""The life of a business forum: what may follow what, and what its figures must be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_PEOPLE = 20
"""Of one invited factory or brand."""


class Act(StrEnum):
    """What an organiser does with a forum."""

    OPEN = "open"
    HOLD = "hold"
    CANCEL = "cancel"


PLANNED, OPEN, HELD, CANCELLED = "planned", "open", "held", "cancelled"
TRANSITIONS: dict[Act, tuple[frozenset[str], str]] = {
    Act.OPEN: (frozenset({PLANNED}), OPEN),
    Act.HOLD: (frozenset({OPEN}), HELD),
    Act.CANCEL: (frozenset({PLANNED, OPEN}), CANCELLED),
}
COMING = frozenset({PLANNED, OPEN})
"""States of a forum that is still ahead, or not yet closed."""


def may_follow(state: str, act: Act) -> bool:
    """Whether a forum in a state can take a step."""
    return state in TRANSITIONS[act][0]


def leads_to(act: Act) -> str:
    """The state after a step."""
    return TRANSITIONS[act][1]


@dataclass(frozen=True, slots=True)
class ForumPlan:
    """What an organiser says about a forum. `starts_at`, `ends_at`: aware; `countries`: ISO codes, one or more."""

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
