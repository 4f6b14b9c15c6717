"""Sessions of courses: what is said about one, groups of people by role and sex, and who gets a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

GROUPS = ("managers_men", "managers_women", "workers_men", "workers_women")
"""People are counted by role and sex; nobody is named."""

MOST_PEOPLE = 100
"""Of one factory in one session."""


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """What staff say about a session. `starts_at`, `ends_at`: aware; `sign_up_ends_on`: a day there, the last one."""

    course: str
    country: str
    place: str
    starts_at: datetime
    ends_at: datetime
    places: int
    trainer: str
    language: str
    sign_up_ends_on: date
    online_url: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Participants:
    """How many people of a factory, by role and sex."""

    managers_men: int = 0
    managers_women: int = 0
    workers_men: int = 0
    workers_women: int = 0

    @property
    def total(self) -> int:
        """Everybody."""
        return self.managers_men + self.managers_women + self.workers_men + self.workers_women

    def fields(self, prefix: str = "") -> dict[str, int]:
        """As columns, with a prefix to their names."""
        return {f"{prefix}{name}": getattr(self, name) for name in GROUPS}


def places_left(places: int, registered: int) -> int:
    """Places that nobody has."""
    return max(0, places - registered)


def moving_up(waiting: Iterable[int], left: int) -> Iterator[int]:
    """Positions on the waiting list that get places now: in order, those for whom there is room.

    Args:
        waiting: how many people each has, who asked first first.
        left: places that nobody has.
    """
    for position, people in enumerate(waiting):
        if people <= left:
            left -= people
            yield position
