"""A factory list on its way in: its columns mapped, its rows read, and what stands in the way."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from factory_lists.domain.factory_rows import FactoryRow, FactoryRowReader
from factory_lists.domain.mapping import TARGETS, ColumnGuess, How, folded_name, may_hold_codes, propose
from factory_lists.queries import RememberedLayout, known_codes, layouts_of
from factory_lists.workbook.lists import FactoryList, FileOptions, open_list
from files.domain.problems import ImportProblem, Unreadable
from files.workbook.tables import Limits

if TYPE_CHECKING:
    from accounts.models import User

_SAMPLE = 500  # rows whose values tell whether a column holds codes
_SHOWN = 3  # values of a column that a person sees
_ROWS_A_STEP = 2_000
_LONGEST_CODE = 20


def _no_progress(_rows: int) -> None:
    """Nobody counts."""


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list's rows: the ones that can be imported, everything wrong with the others, and how cells were understood."""

    rows: list[FactoryRow]
    problems: list[ImportProblem]
    notes: list[ImportProblem]
    ignored: tuple[str, ...]
    count: int
    broken: tuple[
        ImportProblem, ...
    ] = ()  # what ended the reading before the end of the file: then there are no rows
    names: Mapping[int, str] = field(
        default_factory=dict
    )  # of the rows with problems, as they stand in the file


@dataclass(frozen=True, slots=True)
class Mapped:
    """What each column of a list is proposed to hold, with some of its values; `remembered` from an earlier list."""

    proposals: tuple[ColumnGuess, ...]
    samples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remembered: bool = False

    @property
    def columns(self) -> dict[str, str]:
        """Column → what it holds; "" for one that is not read."""
        return {proposal.column: proposal.target for proposal in self.proposals}


def head_digest(columns: Sequence[str]) -> str:
    """What a head is found again by: its names, folded, in their order."""
    return hashlib.sha256("\n".join(map(folded_name, columns)).encode()).hexdigest()


def opened(
    content: bytes, *, source: str, reader: User | None, given: FileOptions, limits: Limits
) -> tuple[FactoryList, RememberedLayout | None]:
    """A list, and how the source's last list of the same head was read by whom the reader follows, if it was.

    What is given goes before all.

    Raises:
        Unreadable.
    """
    for before in layouts_of(source, reader) if source else ():
        layout = FileOptions(
            encoding=given.encoding or before.encoding,
            separator=given.separator or before.separator,
            sheet=given.sheet or before.sheet,
            head_row=given.head_row or before.head_row,
        )
        try:
            listed = open_list(content, layout, limits)
        except Unreadable:
            continue
        if head_digest(listed.columns) == before.head_digest:
            return listed, before
    return open_list(content, given, limits), None


def mapped(listed: FactoryList, remembered: RememberedLayout | None = None) -> Mapped:
    """Proposals for the columns of a list: as they were read before, else by their names and values.

    At most one query.
    """
    samples = _samples(listed)
    if remembered is not None:
        return Mapped(_as_before(listed, remembered), _shown(samples), remembered=True)
    codes = known_codes(_values_that_may_be_codes(samples))
    return Mapped(tuple(propose(listed.columns, samples, is_code=codes.__contains__)), _shown(samples))


def read_rows_of(
    listed: FactoryList,
    columns: Mapping[str, str],
    *,
    confirmed: bool = False,
    gone_by: Callable[[int], None] = _no_progress,
) -> ReadList:
    """Every row through the reader of its columns. Never raises `Unreadable`: what is wrong is in the problems.

    Args:
        listed: the list.
        columns: column → what it holds.
        confirmed: a person has seen the columns: of two with one name they chose which to read.
        gone_by: called with the number of rows read so far; may raise to stop.
    """
    reader = FactoryRowReader(listed.columns, columns)
    problems = [*reader.missing(), *(() if confirmed else _twice(listed, columns))]
    rows: list[FactoryRow] = []
    notes: list[ImportProblem] = []
    names: dict[int, str] = {}
    if problems:
        return ReadList(rows, problems, notes, reader.ignored(), 0)
    count = 0
    try:
        for count, (number, cells) in enumerate(listed.rows(), start=1):
            if count % _ROWS_A_STEP == 0:
                gone_by(count)
            read = reader.read(number, cells)
            problems += read.problems
            if read.problems:
                names[number] = read.name
            notes += read.notes
            if read.row is not None:
                rows.append(read.row)
    except Unreadable as unreadable:
        problems += unreadable.problems
        return ReadList([], problems, notes, reader.ignored(), count, unreadable.problems)
    gone_by(count)
    return ReadList(rows, problems, notes, reader.ignored(), count, names=names)


def _twice(listed: FactoryList, columns: Mapping[str, str]) -> list[ImportProblem]:
    """Columns of one name of which one is read: the name does not tell which."""
    read = {column.casefold() for column, target in columns.items() if target}
    message = "stands twice in the head row; remove or rename one"
    return [
        ImportProblem(listed.layout.head_row, name, "column_twice", message)
        for name in listed.repeated
        if name.casefold() in read
    ]


def _samples(listed: FactoryList) -> dict[str, list[str]]:
    """Values of each column that are not empty, from the first rows."""
    samples: dict[str, list[str]] = {column: [] for column in listed.columns}
    try:
        for _number, cells in islice(listed.rows(), _SAMPLE):
            for column, cell in zip(listed.columns, cells, strict=False):
                if cell:
                    samples[column].append(cell)
    except Unreadable:
        pass  # told when the rows are read
    return samples


def _shown(samples: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {
        column: tuple(dict.fromkeys(value[:60] for value in values[:20]))[:_SHOWN]
        for column, values in samples.items()
    }


def _values_that_may_be_codes(samples: Mapping[str, Sequence[str]]) -> set[str]:
    return {
        value.strip().upper()
        for column, values in samples.items()
        if may_hold_codes(column)
        for value in values
        if len(value) <= _LONGEST_CODE
    }


def _as_before(listed: FactoryList, before: RememberedLayout) -> tuple[ColumnGuess, ...]:
    """Column by column: the digest says that the names are the same, folded, and stand in the same order."""
    held: dict[str, list[str]] = defaultdict(list)
    for column, target in before.columns.items():
        held[folded_name(column)].append(target)
    return tuple(
        ColumnGuess(column, target if target in TARGETS else "", How.NAME if target else How.UNKNOWN)
        for column in listed.columns
        for several in [held[folded_name(column)]]
        for target in [before.columns.get(column, several[0] if len(several) == 1 else "")]
    )
