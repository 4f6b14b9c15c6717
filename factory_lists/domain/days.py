"""The day a list is of, as its file's name tells it."""

from __future__ import annotations

import calendar
import re
from datetime import date

_EARLIEST, _LATEST = 1990, 2100
_YEAR = r"((?:19|20)[0-9]{2})"
_FULL = re.compile(rf"(?<![0-9]){_YEAR}[-_. ]?([01][0-9])[-_. ]?([0-3][0-9])(?![0-9])")
_DAY_FIRST = re.compile(rf"(?<![0-9])([0-3]?[0-9])[-_. ]([01]?[0-9])[-_. ]{_YEAR}(?![0-9])")
_MONTH = re.compile(rf"(?<![0-9]){_YEAR}[-_. ]([01][0-9])(?![0-9])")
_MONTHS = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
}
_WORD = re.compile(rf"(?<![a-z])([a-z]{{3,9}})[-_. ]*{_YEAR}(?![0-9])", re.IGNORECASE)


def day_in_name(name: str) -> date | None:
    """The day in a file's name: "list_2023-05-14.csv", "20230514", "14.05.2023"; of a month its last day.

    None when the name holds no day or month; a year alone is no day.
    """
    for pattern, order in ((_FULL, (0, 1, 2)), (_DAY_FIRST, (2, 1, 0))):
        for found in pattern.finditer(name):
            parts = [int(part) for part in found.groups()]
            day = _day(*(parts[place] for place in order))
            if day is not None:
                return day
    for found in _MONTH.finditer(name):
        day = _last_of(int(found[1]), int(found[2]))
        if day is not None:
            return day
    for found in _WORD.finditer(name):
        day = _last_of(int(found[2]), _MONTHS.get(found[1].casefold(), 0))
        if day is not None:
            return day
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last_of(year: int, month: int) -> date | None:
    return _day(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= 12 else None  # noqa: PLR2004  # months
