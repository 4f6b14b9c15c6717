"""A factory's years in lanes: what happened when, on one axis of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ui.charts.scale import share


@dataclass(frozen=True, slots=True)
class Axis:
    """Time from `start` to `end`, as positions."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How long it is."""
        return max(1, (self.end - self.start).days)

    def at(self, day: date) -> str:
        """Where a day lies; days outside the axis lie at its ends."""
        return share(self._position(day))

    def width(self, first: date, last: date) -> str:
        """How long a span is; never thinner than half a per cent, so that it is seen."""
        return share(max(0.5, self._position(last) - self._position(first)))

    def years(self) -> list[tuple[str, int]]:
        """Position and number of each year that begins on the axis."""
        found = [date(year, 1, 1) for year in range(self.start.year, self.end.year + 1)]
        return [(self.at(day), day.year) for day in found if self.start <= day <= self.end]

    def _position(self, day: date) -> float:
        return min(100.0, max(0.0, 100 * (day - self.start).days / self.days))
