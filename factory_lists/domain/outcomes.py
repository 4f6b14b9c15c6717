"""What becomes of each row of a list, as a preview shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from files.domain.problems import ImportProblem


class RowKind(StrEnum):
    """What a row does to the register."""

    PROBLEM = "problem"
    SUSPECTED = "suspected"  # new, and perhaps registered already
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """A row's outcome.

    Attributes:
        number: the row in the file.
        kind: what it does.
        name: of the factory, as the register has it, or as the row says where it is new.
        country: alpha-2; "" when the row has none.
        code: of a factory that is registered.
        changes: field, value before and value after.
        like: code and name of the factory that a new one may be, and why.
        problems: why the row cannot be imported.
        notes: how something was understood.
    """

    number: int
    kind: RowKind
    name: str = ""
    country: str = ""
    code: str = ""
    changes: tuple[tuple[str, Any, Any], ...] = ()
    like: tuple[str, str, str] | None = None
    problems: tuple[ImportProblem, ...] = ()
    notes: tuple[ImportProblem, ...] = ()

    def as_json(self, notes: tuple[ImportProblem, ...] = ()) -> dict[str, Any]:
        """The row as plain values; `notes` of the reading join its own."""
        return {
            "row": self.number,
            "name": self.name,
            "country": self.country,
            "code": self.code,
            "changes": [[name, _plain(old), _plain(new)] for name, old, new in self.changes],
            "like": list(self.like) if self.like else None,
            "problems": [problem.as_json() for problem in self.problems],
            "notes": [note.as_json() for note in (*notes, *self.notes)],
        }


def counted(kinds: Mapping[str, int]) -> list[tuple[str, int]]:
    """How many rows of each kind, in the order of RowKind."""
    return [(kind.value, kinds.get(kind.value, 0)) for kind in RowKind]


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
