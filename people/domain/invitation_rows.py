"""Rows of a list of people to invite: read and checked as text, before anybody is looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from countries.domain.countries import code_of
from files.domain.cells import BadCell, day, plain_text
from files.domain.problems import ImportProblem
from people.domain.roles import PLACE_KIND, SEVERAL

COLUMNS = (
    "email",
    "name",
    "role",
    "language",
    "countries",
    "brand",
    "factory",
    "group",
    "from_on",
    "until_on",
)
NEEDED = ("email", "name", "role")
COLUMN_OF = {"country": "countries", "brand": "brand", "factory": "factory", "group": "group"}
LONGEST_NAME = 120
LONGEST_ADDRESS = 254
_ADDRESS = re.compile(r"[^\s@,;<>()\[\]\\\"]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One person to invite. `places`: (kind, as written) pairs; a country is a code already."""

    number: int
    email: str
    name: str
    role: str
    language: str
    places: tuple[tuple[str, str], ...] = ()
    from_on: date | None = None
    until_on: date | None = None
    is_administrator: bool | None = None  # None: where they are the first of their place
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words for roles and languages, folded, and their codes."""

    roles: Mapping[str, str]
    languages: Mapping[str, str]
    default_language: str = "en"


Read = tuple[list[InvitationRow], list[ImportProblem], tuple[str, ...]]


def read_rows(
    columns: Sequence[str], rows: Iterable[tuple[int, Mapping[str, str]]], words: Vocabulary
) -> Read:
    """Rows, problems and ignored columns of a list. Heads are matched whatever their capitals and spaces."""
    heads = {folded(column).replace(" ", "_").replace("-", "_"): column for column in columns}
    missing = [
        ImportProblem(1, name, "column_missing", "is missing in the head row; add the column")
        for name in NEEDED
        if name not in heads
    ]
    ignored = tuple(column for head, column in heads.items() if head not in COLUMNS)
    if missing:
        return [], missing, ignored
    found: list[InvitationRow] = []
    problems: list[ImportProblem] = []
    for number, row in rows:
        cells = {head: row[column] for head, column in heads.items() if head in COLUMNS}
        reader = _InvitationReader(number, cells, words)
        read = reader.row()
        problems += reader.problems
        if read is not None:
            found.append(read)
    return found, problems, ignored


class _InvitationReader:
    """One row's cells, and what is wrong with them."""

    def __init__(self, number: int, cells: Mapping[str, str], words: Vocabulary) -> None:
        self.number, self.cells, self.words = number, cells, words
        self.problems: list[ImportProblem] = []

    def row(self) -> InvitationRow | None:
        """The row; None where anything is wrong."""
        email, name, role = self._email(), self._name(), self._role()
        language, places = self._language(), self._places(role)
        from_on, until_on = self._day("from_on"), self._day("until_on")
        if from_on and until_on and until_on < from_on:
            self._wrong("until_on", "days_in_order", "lies before from_on; correct one of them")
        if self.problems:
            return None
        return InvitationRow(self.number, email, name, role, language, places, from_on, until_on)

    def _cell(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def _wrong(self, column: str, code: str, message: str) -> None:
        self.problems.append(ImportProblem(self.number, column, code, message))

    def _email(self) -> str:
        text = self._cell("email").casefold()
        if not text:
            self._wrong("email", "missing", "is empty; write the person's own e-mail address")
        elif len(text) > LONGEST_ADDRESS or not is_address(text):
            self._wrong("email", "not_an_address", f"{text[:60]!r} is not an e-mail address; correct it")
        return text

    def _name(self) -> str:
        try:
            text = plain_text(self._cell("name"), longest=LONGEST_NAME)
        except BadCell as wrong:
            self._wrong("name", wrong.code, str(wrong))
            return ""
        if not text:
            self._wrong("name", "missing", "is empty; write the person's name")
        return text

    def _role(self) -> str:
        text = self._cell("role")
        found = self.words.roles.get(folded(text), "")
        if not found:
            known = ", ".join(PLACE_KIND)
            what = f"{text[:40]!r} is no role" if text else "is empty"
            self._wrong("role", "unknown_role", f"{what}; write one of: {known}")
        return found

    def _language(self) -> str:
        text = self._cell("language")
        if not text:
            return self.words.default_language
        found = self.words.languages.get(folded(text), "")
        if not found:
            known = ", ".join(sorted(set(self.words.languages.values())))
            self._wrong(
                "language", "unknown_language", f"{text[:40]!r} is no language here; write one of: {known}"
            )
        return found

    def _places(self, role: str) -> tuple[tuple[str, str], ...]:
        if not role:
            return ()
        kind = PLACE_KIND[role]
        for other, column in COLUMN_OF.items():
            if other != kind and self._cell(column):
                self._wrong(column, "place_of_another_role", f"does not belong to the role {role}; empty it")
        if not kind:
            return ()
        column = COLUMN_OF[kind]
        text = self._cell(column)
        parts = re.split(r"[;,|]" if kind in SEVERAL else r";", text)
        written = list(dict.fromkeys(part.strip() for part in parts if part.strip()))
        if not written:
            self._wrong(column, "missing", f"is empty; the role {role} needs it")
        return tuple((kind, self._country(word) if kind == "country" else word) for word in written)

    def _country(self, word: str) -> str:
        code = code_of(word)
        if code is None:
            self._wrong(
                "countries",
                "unknown_country",
                f"{word[:40]!r} is no country; write a name or code, such as KH",
            )
        return code or ""

    def _day(self, column: str) -> date | None:
        text = self._cell(column)
        if not text:
            return None
        try:
            return day(text)
        except BadCell as wrong:
            self._wrong(column, wrong.code, str(wrong))
            return None


def is_address(text: str) -> bool:
    """Whether a text can be an e-mail address."""
    return bool(_ADDRESS.fullmatch(text))


def folded(text: str) -> str:
    """A word as vocabularies have it: lower case, single spaces."""
    return " ".join(text.casefold().split())


def merged(rows: Sequence[InvitationRow]) -> tuple[list[InvitationRow], list[ImportProblem]]:
    """One row a person: several rows of one address are the places of one person, if all else is the same."""
    by_address: dict[str, InvitationRow] = {}
    problems = []
    for row in rows:
        first = by_address.get(row.email)
        if first is None:
            by_address[row.email] = row
            continue
        same = (first.role, first.name, first.language, first.from_on, first.until_on) == (
            row.role, row.name, row.language, row.from_on, row.until_on
        )  # fmt: skip
        if not same:
            problems.append(
                ImportProblem(
                    row.number, "email", "address_twice",
                    f"stands in row {first.number} with another name, role, language or day; make the rows agree",
                )
            )  # fmt: skip
            continue
        places = tuple(dict.fromkeys((*first.places, *row.places)))
        by_address[row.email] = InvitationRow(
            first.number, first.email, first.name, first.role, first.language, places, first.from_on,
            first.until_on, first.is_administrator, first.reason,
        )  # fmt: skip
    return list(by_address.values()), problems
