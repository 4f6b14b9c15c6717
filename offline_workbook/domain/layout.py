"""An assessor's form: what came back in it, against what it went out with and what stands by now.

Three versions of each answer meet here. What was left as it went out is nobody's word, so what others answered
meanwhile stays; what was changed becomes one change that says what it was changed from.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from assessments.domain.answers import UNANSWERED

# what stands in which column, counting from 0
CODE, QUESTION, COMPLIANT_WHEN, LAW, ANSWER, DETAILS, WORKERS, NOTE = range(8)
FILLED_IN = (ANSWER, DETAILS, WORKERS, NOTE)
COLUMNS = 8

LONGEST_TEXT = 10_000
LONGEST_OF_ALL = 1_000_000  # characters of all texts of a form together
MOST_WORKERS = 1_000_000

Hash = str


@dataclass(frozen=True, slots=True)
class WorkbookAnswer:
    """The answer to one question in a workbook. `workers` is None when not given."""

    letter: str = UNANSWERED
    details: str = ""
    workers: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SentOut:
    """What a form went out with on one question; of the texts only what tells whether they were changed."""

    letter: str = UNANSWERED
    details: Hash = ""
    workers: int | None = None
    note: Hash = ""


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row as it came back: its number in the sheet, the question's code, and cells by column.

    Cells hold str, float, int, bool or what else a workbook may hold; `formulas` are the columns whose cells compute.
    """

    row: int
    code: str
    cells: Mapping[int, object]
    formulas: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class CellProblem:
    """One thing wrong in one cell; row 0 means the form as a whole. What `about` holds depends on the code."""

    row: int
    column: int
    code: str
    about: str = ""

    @property
    def cell(self) -> str:
        """As spreadsheets name it: E14."""
        return f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[self.column]}{self.row}" if self.row else ""


@dataclass(frozen=True, slots=True)
class WorkbookChange:
    """What a form changes on one question. None in a text or number leaves it as it stands.

    Attributes:
        old: the letter that the form went out with.
        new: the letter that it came back with.
        current: the letter that stands now; when it is neither, the two are in conflict.
    """

    question: str
    old: str
    new: str
    current: str
    details: str | None = None
    workers: int | None = None
    note: str | None = None

    @property
    def is_conflict(self) -> bool:
        """Whether a person answered otherwise since the form went out."""
        return self.current not in {self.old, self.new}

    @property
    def kind(self) -> str:
        """`conflict`, `new`, `taken_back`, `changed`, or `words` when only texts change."""
        if self.is_conflict:
            return "conflict"
        if self.current == self.new:
            return "words"
        if self.new == UNANSWERED:
            return "taken_back"
        return "new" if self.current == UNANSWERED else "changed"


@dataclass(frozen=True, slots=True)
class RetainedText:
    """A text that stays as another person wrote it since the form went out; the form's own is not taken."""

    question: str
    cell: str
    theirs: str
    ours: str


@dataclass(frozen=True, slots=True)
class CheckedForm:
    """Everything that a form would do. With any problem it does nothing."""

    changes: tuple[WorkbookChange, ...] = ()
    retained: tuple[RetainedText, ...] = ()
    problems: tuple[CellProblem, ...] = ()
    unchanged: int = 0

    def count(self, kind: str) -> int:
        """How many changes of a kind there are."""
        return sum(change.kind == kind for change in self.changes)


def tidy(text: str) -> str:
    """The text as both sides keep it: one kind of line end, nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def hash_of(text: str) -> Hash:
    """Hash by which a changed text is recognised; "" for no text."""
    tidied = tidy(text)
    return sha256(tidied.encode(errors="surrogatepass")).hexdigest()[:16] if tidied else ""


def word(text: str) -> str:
    """A word as it is compared: case, width and blanks do not matter, nor do invisible marks of direction."""
    plain = unicodedata.normalize("NFKC", text)
    seen = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    return " ".join(seen.casefold().split())
