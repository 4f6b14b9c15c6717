"""Reading one row of a file field by field: typed values, or a problem noted with row and column."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from files.domain import problem_messages as say
from files.domain.cells import BadCell, day, plain_text, whole_number, yes_or_no
from files.domain.problems import ImportProblem
from files.domain.spelling import nearest

Value = TypeVar("Value")
Cells = Mapping[str, str | None]
LONGEST_TEXT = 10_000
MISSPELT = (
    0.8  # how alike an unknown column must be to a known one to be taken for a slip rather than for a remark
)


@dataclass(frozen=True, slots=True)
class FactoryRef:
    """A registered factory, as a row of evidence names it."""

    code: str
    country: str  # ISO 3166-1 alpha-2
    today: date | None = None  # the day of the import where the factory is; None: as the import's own
    began_on: date | None = None  # the programme's first day there; None: days before it are taken


@dataclass(slots=True)
class Lookups:
    """What rows are checked against.

    Attributes:
        factories: every factory that a row may name, by programme code and by OS ID.
        questions: every question code of any loaded version.
        visits: (factory code, day, number of that day) of known advisory visits; None leaves that check to the caller.
        today: the day of the import for factories without one of their own; what has happened cannot be later. None
            leaves that check out.
    """

    factories: Mapping[str, FactoryRef]
    questions: Collection[str] = ()
    visits: Collection[tuple[str, date, int]] | None = None
    today: date | None = None
    _guesses: dict[str, str | None] = field(default_factory=dict, repr=False)

    def question_near(self, word: str) -> str | None:
        """The question code that may be meant. Only so many are sought: a hostile file must not cost minutes."""
        if word not in self._guesses:
            if len(self._guesses) >= 200:  # noqa: PLR2004  # nobody reads the two hundred and first hint
                return None
            self._guesses[word] = nearest(word, self.questions)
        return self._guesses[word]

    def factory(self, text: str) -> FactoryRef | None:
        """The factory meant by a code or an OS ID; spaces and case of an OS ID do not matter."""
        return self.factories.get(text) or self.factories.get(text.replace(" ", "").upper())


class RowReader:
    """One row. A look-up that fails notes a problem and gives None (or the default), so that all of them are found.

    Args:
        row: the file's line, counting the head as 1.
        cells: the cells by column; None and blanks count as empty.
        lookups: what the row is checked against.
        problems: where problems go.
        absent: columns that the file lacks; their lack is noted once for the file, not again for every row.
    """

    def __init__(
        self,
        row: int,
        cells: Cells,
        *,
        lookups: Lookups,
        problems: list[ImportProblem],
        absent: Collection[str] = (),
    ) -> None:
        self.row = row
        self.lookups = lookups
        self._cells = cells
        self._problems = problems
        self._absent = absent

    def note(self, problem: ImportProblem) -> None:
        """Note a problem that concerns more than one cell."""
        self._problems.append(problem)

    def raw(self, column: str) -> str:
        """The cell's text without the blanks around it; "" when there is none."""
        return (self._cells.get(column) or "").strip()

    def text(self, column: str, *, required: bool = False, longest: int = LONGEST_TEXT) -> str:
        """One line of text; "" when empty."""
        return self._read(column, lambda cell: plain_text(cell, longest=longest), required=required) or ""

    def prose(self, column: str, *, longest: int = LONGEST_TEXT) -> str:
        """Text whose line breaks are kept; "" when empty."""

        def checked(cell: str) -> str:
            plain_text(cell, longest=longest)
            return "\n".join(line.rstrip() for line in cell.splitlines())

        return self._read(column, checked, required=False) or ""

    def day(self, column: str, *, required: bool = False, may_be_ahead: bool = False) -> date | None:
        """A day as 2018-06-01 or 01/06/2018, within its limits: not later than today unless it may be."""
        found = self._read(column, day, required=required)
        if found is None:
            return None
        factory = self.lookups.factory(self.raw("factory") or self.raw("Factory.Assessed.ID"))
        today = (factory and factory.today) or self.lookups.today
        if today and found > today and not may_be_ahead:
            self.note(say.in_the_future(self.row, column, found, today))
            return None
        if factory and factory.began_on and found < factory.began_on:
            self.note(say.before_programme(self.row, column, found, factory.began_on))
            return None
        return found

    def whole(
        self, column: str, *, required: bool = False, least: int = 0, most: int = 100_000
    ) -> int | None:
        """A whole number in a range."""
        return self._read(column, lambda cell: whole_number(cell, least=least, most=most), required=required)

    def yes_no(self, column: str) -> bool | None:
        """Yes or no; None when empty."""
        return self._read(column, yes_or_no, required=False)

    def choice(self, column: str, allowed: Sequence[str], *, default: str | None = None) -> str | None:
        """One of the allowed words, in any case; required when there is no default."""
        word = self.raw(column)
        if not word:
            if default is None and column not in self._absent:
                self.note(say.empty(self.row, column, f"use one of {', '.join(allowed)}"))
            return default
        found = word.casefold().replace(" ", "_").replace("-", "_")
        if found in allowed:
            return found
        self.note(say.unknown_value(self.row, column, word, allowed))
        return None

    def factory(self, column: str = "factory") -> FactoryRef | None:
        """The factory that the row is about."""
        text = self.raw(column)
        if not text:
            if column not in self._absent:
                self.note(say.empty(self.row, column, "give the factory's code or OS ID"))
            return None
        found = self.lookups.factory(text)
        if found is None:
            close = self.lookups.factories.get(text.upper())
            self.note(say.unknown_factory(self.row, column, text, close.code if close else None))
        return found

    def question(self, column: str = "question", *, required: bool) -> str:
        """A question's code; "" when empty or not known."""
        text = self.text(column, required=required, longest=40)
        code = text.upper()
        if text and code not in self.lookups.questions:
            self.note(say.unknown_question(self.row, column, text, self.lookups.question_near(code)))
            return ""
        return code

    def _read(self, column: str, reading: Callable[[str], Value], *, required: bool) -> Value | None:
        cell = self.raw(column)
        if not cell:
            if required and column not in self._absent:
                self.note(say.empty(self.row, column))
            return None
        try:
            return reading(cell)
        except BadCell as bad:
            self.note(ImportProblem(self.row, column, bad.code, str(bad)))
            return None


@dataclass(frozen=True, slots=True)
class ColumnCheck:
    """How a file's columns compare with those that it should have."""

    absent: frozenset[str]
    ignored: tuple[str, ...]
    problems: tuple[ImportProblem, ...]


def check_head(columns: Sequence[str], *, required: Iterable[str], optional: Iterable[str]) -> ColumnCheck:
    """Missing columns and likely slips are problems; other unknown columns are named, never silently dropped."""
    needed = list(required)
    known = [*needed, *optional]
    absent = frozenset(known) - set(columns)
    found = [say.missing_column(column, columns) for column in needed if column in absent]
    ignored = []
    for column in dict.fromkeys(columns):
        if not column or column in known:
            continue
        if nearest(column, absent - set(needed), cutoff=MISSPELT):
            found.append(say.unknown_column(column, sorted(absent)))
        else:
            ignored.append(column)
    return ColumnCheck(absent=absent, ignored=tuple(ignored), problems=tuple(found))
