"""Reading TOML tables without stopping at the first fault: each fault has its line, its key and a mend.

Used for criteria documents and for released questionnaires.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from files.domain.faults import FileFault
from files.domain.spelling import did_you_mean
from files.domain.toml_lines import LineIndex, Path

_LINE_OF_SYNTAX_ERROR = re.compile(r"\(at line (\d+), column \d+\)")


class Document:
    """One TOML text being read; its faults are added to the list given, which several texts may share."""

    def __init__(self, file: str, text: str, faults: list[FileFault]) -> None:
        self.file = file
        self.faults = faults
        self._text = text
        self.root = TableReader(self, self._parsed(text), path=(), place="")

    def _parsed(self, text: str) -> Mapping[str, Any] | None:
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = _LINE_OF_SYNTAX_ERROR.search(str(error))
            line = int(found.group(1)) if found else len(text.splitlines())
            self.faults.append(
                FileFault(self.file, line, "", f"not valid TOML: {error}", "mend the syntax there")
            )
            return None

    def fault(self, path: Path, place: str, what: str, mend: str) -> None:
        """Add a fault at the line of a path."""
        self.faults.append(FileFault(self.file, self._lines.line_of(path), place, what, mend))

    @cached_property
    def _lines(self) -> LineIndex:  # only a faulty document pays for it
        return LineIndex(self._text)


class TableReader:
    """One table of a document: typed look-ups that note a fault and give an empty value instead of raising.

    Args:
        document: the text that the table is in.
        table: its content; None when the text is not TOML.
        path: where it is, for the line of a fault.
        place: the same in words, for messages.
    """

    def __init__(
        self, document: Document, table: Mapping[str, Any] | None, *, path: Path, place: str
    ) -> None:
        self._document = document
        self._table = table or {}
        self._path = path
        self._place = place
        self._seen: set[str] = set()
        self.parsed = table is not None

    @property
    def filled(self) -> bool:
        """Whether the table has any key."""
        return bool(self._table)

    def has(self, key: str) -> bool:
        """Whether the key is in the table; marks it as known."""
        self._seen.add(key)
        return key in self._table

    def raw(self, key: str) -> Any:
        """The value as it is; None when there is none."""
        self._seen.add(key)
        return self._table.get(key)

    def fault(self, key: str, what: str, mend: str) -> None:
        """Note a fault at a key of this table; `a.b` is the key b of its table a, "" the table itself."""
        place = ".".join(part for part in (self._place, key) if part)
        self._document.fault((*self._path, *key.split(".")), place, what, mend)

    def text(self, key: str, *, required: bool = True, longest: int = 10_000) -> str:
        """A string, stripped; "" (and a fault when required) when there is none."""
        value = self._value(key, str, "a text in quotation marks", required=required)
        text = value.strip() if isinstance(value, str) else ""
        if not text and isinstance(value, str) and required:
            self.fault(key, "it is empty", "write a text or leave the key out")
        if len(text) > longest:
            self.fault(key, f"it has {len(text)} characters", f"shorten it to at most {longest}")
        return text

    def choice(self, key: str, allowed: Iterable[str], *, required: bool = True) -> str | None:
        """One of the allowed words; None when there is none or another."""
        words = list(allowed)
        value = self._value(key, str, f"one of {', '.join(words)}", required=required)
        if value is not None and value not in words:
            self.fault(key, f'"{value}" is not known', did_you_mean(value, words))
            return None
        return None if value is None else str(value)

    def whole(self, key: str, *, lowest: int, highest: int) -> int | None:
        """A whole number between two others, both included; None when there is none."""
        expected = f"a whole number from {lowest} to {highest}"
        value = self._value(key, int, expected, required=True)
        if value is None:
            return None
        if not lowest <= value <= highest:
            self.fault(key, f"{value} is out of range", f"write {expected}")
            return None
        return int(value)

    def day(self, key: str, *, required: bool = True) -> date | None:
        """A day, written bare as 2018-06-01; None when there is none."""
        expected = "a day written as 2018-06-01, without quotation marks"
        value = self._value(key, date, expected, required=required)
        return value if isinstance(value, date) else None

    def flag(self, key: str) -> bool:
        """True or false; false when there is none."""
        return bool(self._value(key, bool, "true or false", required=False))

    def words(
        self, key: str, *, allowed: Iterable[str] | None = None, required: bool = False
    ) -> tuple[str, ...]:
        """A list of strings, each among the allowed ones when a list of those is given."""
        value = self._value(key, list, 'a list of texts as ["C3", "C4"]', required=required) or []
        known = None if allowed is None else list(allowed)
        words = []
        for word in value:
            if not isinstance(word, str):
                self.fault(key, f"{word!r} is not a text", "put it in quotation marks")
            elif known is not None and word not in known:
                self.fault(key, f'"{word}" is not known', did_you_mean(word, known))
            else:
                words.append(word)
        return tuple(words)

    def table(self, key: str) -> TableReader | None:
        """A table within this one; None (and a fault) when there is none."""
        value = self._value(key, dict, f"a table headed [{key}]", required=True)
        return None if value is None else self._inner((key,), key, value)

    def tables(self, key: str, *, named_by: str = "") -> list[TableReader]:
        """The tables of a list of tables; messages name each by one of its texts, else by its number from 0."""
        value = self._value(key, list, f"tables headed [[{key}]]", required=False) or []
        readers = []
        for number, table in enumerate(value):
            if not isinstance(table, dict):
                self.fault(key, f"{table!r} is no table", f"write it under a heading [[{key}]]")
                continue
            name = table.get(named_by)
            place = f"{key}.{name}" if name else f"{key}[{number}]"
            readers.append(self._inner((key, number), place, table))
        return readers

    def named_tables(self, key: str) -> dict[str, TableReader]:
        """The tables inside one table, by their names."""
        value = self._value(key, dict, f"tables headed [{key}.…]", required=False) or {}
        readers = {}
        for name, table in value.items():
            if isinstance(table, dict):
                readers[name] = self._inner((key, name), f"{key}.{name}", table)
            else:
                self.fault(f"{key}.{name}", "it is no table", f"write it under a heading [{key}.{name}]")
        return readers

    def entries(self, key: str, kinds: tuple[type, ...]) -> dict[str, Any]:
        """The plain values inside one table, by their names; values of another kind are faults."""
        value = self._value(key, dict, f"a table headed [{key}]", required=False) or {}
        entries = {}
        for name, entry in value.items():
            if isinstance(entry, kinds) and not (isinstance(entry, bool) and bool not in kinds):
                entries[name] = entry
            else:
                expected = " or ".join(
                    {"str": "a text", "int": "a whole number"}[kind.__name__] for kind in kinds
                )
                self.fault(f"{key}.{name}", f"{entry!r} is of the wrong kind", f"write {expected}")
        return entries

    def refuse_unknown(self) -> None:
        """Note every key that was never looked up: a misspelt key must not pass in silence."""
        for key in self._table:
            if key not in self._seen:
                self.fault(key, f'the key "{key}" is not known', did_you_mean(key, sorted(self._seen)))

    def _inner(self, path: Path, place: str, table: Mapping[str, Any]) -> TableReader:
        place = ".".join(part for part in (self._place, place) if part)
        return TableReader(self._document, table, path=(*self._path, *path), place=place)

    def _value(self, key: str, kind: type, expected: str, *, required: bool) -> Any:
        self._seen.add(key)
        if key not in self._table:
            if required:
                self.fault(key, "it is missing", f"add {expected}")
            return None
        value = self._table[key]
        # bool is an int and datetime a date in Python; neither is meant where the other is asked for
        stray = (kind is int and isinstance(value, bool)) or (kind is date and type(value) is not date)
        if stray or not isinstance(value, kind):
            self.fault(key, f"{value!r} is of the wrong kind", f"write {expected}")
            return None
        return value
