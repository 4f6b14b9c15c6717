"""What an import found wrong, and how it came out. Shared by every import of every app."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class ImportProblem:
    """One thing wrong in a file. `row` counts the head as 1 and is 0 for the file as a whole; `field` is a column.

    `message` says what is wrong and, after a semicolon, what to do.
    """

    row: int
    field: str
    code: str
    message: str

    def as_json(self) -> dict[str, Any]:
        """The contract's shape."""
        return {"row": self.row, "field": self.field, "code": self.code, "message": self.message}


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """How an import came out.

    On any problem nothing was written and the counts but `rows` are 0, unless the import was asked to be partial.
    """

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    suspected: int = 0
    problems: tuple[ImportProblem, ...] = ()
    ignored_columns: tuple[str, ...] = field(default=())
    notes: tuple[
        ImportProblem, ...
    ] = ()  # what was understood and how; they hinder nothing and are not in the JSON

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.created or self.updated)

    def as_json(self) -> dict[str, Any]:
        """The contract's shape."""
        return {
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "suspected": self.suspected,
            "problems": [problem.as_json() for problem in self.problems],
            "ignored_columns": list(self.ignored_columns),
        }


class Unreadable(ValueError):
    """A file that cannot be read as a table at all."""

    def __init__(self, problems: Sequence[ImportProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in problems))


def render(file: str, problem: ImportProblem) -> str:
    """`FILE:ROW:FIELD: what is wrong; what to do`, one line."""
    return f"{file}:{problem.row}:{problem.field}: {problem.message}".replace("\n", " ")
