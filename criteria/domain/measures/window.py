"""Over which part of a factory's history a measure is read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class WindowKind(StrEnum):
    """The kinds of window."""

    ALL = "all"  # everything by the day asked about
    LAST = "last"  # the last k full unannounced assessments, added up
    BACK = "back"  # the one assessment k before the latest
    MONTHS = "months"  # facts of the last m months


@dataclass(frozen=True, slots=True)
class MeasureWindow:
    """A kind with its number; the number of `ALL` is 0."""

    kind: WindowKind
    size: int = 0

    @property
    def key(self) -> str:
        """Short and unique: `all`, `last=2`, `back=1`, `months=24`."""
        return self.kind.value if self.kind is WindowKind.ALL else f"{self.kind.value}={self.size}"


EVERYTHING = MeasureWindow(WindowKind.ALL)


def last(count: int) -> MeasureWindow:
    """The last so many full unannounced assessments, added up."""
    return MeasureWindow(WindowKind.LAST, count)


def back(count: int) -> MeasureWindow:
    """The one assessment that many before the latest."""
    return MeasureWindow(WindowKind.BACK, count)


def months(count: int) -> MeasureWindow:
    """The last so many months, from the same day of the month on."""
    return MeasureWindow(WindowKind.MONTHS, count)
