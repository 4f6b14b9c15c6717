"""The agenda of a committee meeting: suggested from the evidence, less what is left out, and points of both sides."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

MOST_POINTS = 20
LONGEST_POINT = 300


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One suggested line.

    Attributes:
        key: what it is left out by: `item:<reference>` or `finding:<id>`.
        text: what it is about, in the words in which it was recorded.
        code: the question's code, if there is one.
        on: when the item is due or the finding was made.
        is_overdue: an item whose day has passed.
    """

    key: str
    text: str
    code: str
    on: date | None
    is_overdue: bool = False

    @property
    def label(self) -> str:
        """The text, its code before it where it does not begin with it."""
        return self.text if self.text.startswith(self.code) else f"{self.code} {self.text}"


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything on an agenda, in its order."""

    items: tuple[AgendaLine, ...]
    findings: tuple[AgendaLine, ...]
    worker_points: tuple[str, ...]
    points: tuple[str, ...]


def agenda_of(
    items: Sequence[AgendaLine],
    findings: Sequence[AgendaLine],
    *,
    left_out: Collection[str],
    worker_points: str,
    points: str,
) -> Agenda:
    """What stands on the agenda."""
    return Agenda(
        tuple(line for line in items if line.key not in left_out),
        tuple(line for line in findings if line.key not in left_out),
        tuple(lines_of(worker_points)),
        tuple(lines_of(points)),
    )


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]
