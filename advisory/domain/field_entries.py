"""What is entered in the field and comes late: each value against what its device had seen and what stands by now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

LONGEST_WAIT = timedelta(days=366)  # an entry that claims to be older comes from a clock that is wrong


class Clashed(Exception):  # what happened
    """Values stand that the device had not seen and its user gave otherwise; by name, as text."""

    def __init__(self, current: Mapping[str, str]) -> None:
        super().__init__(", ".join(current))
        self.standing = dict(current)


def values_to_record(
    names: Collection[str], *, base: Mapping[str, str], given: Mapping[str, Any], current: Mapping[str, Any]
) -> dict[str, Any]:
    """The values to record: those changed on the device, and for all others what stands.

    Args:
        names: of the values.
        base: what the device had seen, as text; what is not in it was empty.
        given: what its user gave.
        current: what stands.

    Raises:
        Clashed: what stands is neither what was seen nor what was given.
    """
    taken, clashing = {}, {}
    for name in names:
        seen, typed, now = (as_text(values.get(name)) for values in (base, given, current))
        if typed == seen:
            taken[name] = current.get(name)
        elif now in {seen, typed}:
            taken[name] = given.get(name)
        else:
            clashing[name] = now
    if clashing:
        raise Clashed(clashing)
    return taken


def as_text(value: object) -> str:
    """A value as a form's field holds it: nothing is empty, a day is written as a date, yes is yes, lines end alike."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def entered_at(now: datetime, *, at: datetime, sent: datetime) -> datetime:
    """When something was entered by the server's clock, however wrong the device's: as long before now as it waited."""
    return now - min(max(sent - at, timedelta(0)), LONGEST_WAIT)
