"""The protocol of a zero-tolerance case: its steps, and two clocks whose hours are a country's setting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

NOTICE = "notice"
STEPS = ("safety", "manager", NOTICE, "follow_up", "remediation")
"""The protocol's steps in their order. A notice may be given more than once; the first one is the step."""

CLOCK_STOPPED_BY = {"investigation": NOTICE, "follow_up": "follow_up"}
"""Clock → the step that meets it."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One of the times that run from the moment a case is opened."""

    name: str  # "investigation" or "follow_up"
    hours: int
    ends_at: datetime
    hours_left: int  # below nought: over by so many
    met_at: datetime | None = None  # when its step was done

    @property
    def is_over(self) -> bool:
        """Whether the time is up, or was when the step was done."""
        return self.met_at > self.ends_at if self.met_at else self.hours_left < 0


def clocks(
    opened_at: datetime,
    now: datetime,
    *,
    investigation_hours: int,
    follow_up_hours: int,
    done: Mapping[str, datetime] | None = None,
) -> list[Clock]:
    """Both clocks of a case as they stand; `done`: when each step was done first."""
    return [
        Clock(
            name,
            hours,
            ends_at,
            int((ends_at - now).total_seconds() // 3600),
            (done or {}).get(CLOCK_STOPPED_BY[name]),
        )
        for name, hours in (("investigation", investigation_hours), ("follow_up", follow_up_hours))
        for ends_at in [opened_at + timedelta(hours=hours)]
    ]


def first_done(entries: list[tuple[str, datetime]]) -> dict[str, datetime]:
    """When each step was done first, from (step, moment) pairs."""
    found: dict[str, datetime] = {}
    for step, at in sorted(entries, key=lambda entry: entry[1]):
        found.setdefault(step, at)
    return found
