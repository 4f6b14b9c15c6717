"""Reading rows of a list: every column's cell through its reader, all problems gathered, unknown columns told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from files.domain.cells import BadCell
from files.domain.problems import ImportProblem, Unreadable

CellReader = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class ListColumns:
    """What a list may hold: a reader for each column, those that must be there, and those that must be filled."""

    readers: Mapping[str, CellReader]
    required: Sequence[str] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)

    def named(self, columns: Iterable[str]) -> dict[str, str]:
        """File's column → ours, for the columns that we know; the first of two that mean the same wins."""
        found: dict[str, str] = {}
        for column in columns:
            ours = self.aliases.get(column.casefold(), column.casefold())
            if ours in self.readers and ours not in found.values():
                found[column] = ours
        return found

    def ignored(self, columns: Iterable[str]) -> tuple[str, ...]:
        """Columns of the file that are not read; they are reported to the reader."""
        known = self.named(columns)
        return tuple(column for column in columns if column not in known)

    def missing(self, columns: Iterable[str]) -> list[ImportProblem]:
        """A problem for each column that must be there and is not, and for each that says what another says."""
        columns = tuple(columns)
        named = self.named(columns)
        here, first = set(named.values()), {ours: theirs for theirs, ours in named.items()}
        twice = [
            ImportProblem(
                1, column, "column_twice", f"means the same as the column {first[ours]}; keep one of the two"
            )
            for column in columns
            if column not in named
            and (ours := self.aliases.get(column.casefold(), column.casefold())) in first
        ]
        return twice + [
            ImportProblem(1, column, "column_missing", f"the column is missing; add a column named {column}")
            for column in self.required
            if column not in here
        ]

    def read(
        self, number: int, row: Mapping[str, str], named: Mapping[str, str]
    ) -> tuple[dict[str, Any], list[ImportProblem]]:
        """Values by our column names (blank cells left out), and what is wrong."""
        values: dict[str, Any] = {}
        problems = []
        for theirs, ours in named.items():
            text = row[theirs]
            if not text:
                continue
            try:
                values[ours] = self.readers[ours](text)
            except BadCell as bad:
                problems.append(ImportProblem(number, theirs, bad.code, str(bad)))
        faulty = {problem.field for problem in problems}
        problems += [
            ImportProblem(number, column, "blank", "is empty; fill it in")
            for column in self.required
            if column not in values and column not in faulty
        ]
        return values, problems


def rows_until_unreadable(
    rows: Iterable[tuple[int, dict[str, str]]], problems: list[ImportProblem]
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table, to its end or to where it cannot be read; its problems are added to `problems`."""
    try:
        yield from rows
    except Unreadable as unreadable:
        problems += unreadable.problems
