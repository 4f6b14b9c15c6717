"""Reading TOML tables without stopping at the first mistake."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from files.domain.faults import Fault
from files.domain.spelling import did_you_mean

_LAST_NAME = re.compile(r"^.*\.|\[\d+\]$")  # what is not the last name of a path
_LINE_OF_SYNTAX_ERROR = re.compile(r"\(at line (\d+), column \d+\)")


class Document:
    """One TOML file being read; its faults go to a list shared by the whole release."""

    def __init__(self, file: str, text: str, faults: list[Fault]) -> None:
        self.file = file
        self.faults = faults
        self._lines = text.splitlines()
        self.root = TableReader(self, self._parsed(text), place="", anchor="")

    def _parsed(self, text: str) -> Mapping[str, Any]:
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = _LINE_OF_SYNTAX_ERROR.search(str(error))
            line = int(found.group(1)) if found else 0
            self.faults.append(Fault(self.file, line, "", f"not valid TOML: {error}", "mend the syntax"))
            return {}

    def line_of(self, anchor: str) -> int:
        """The first line that has the text, counted from 1; 0 when none has."""
        if not anchor:
            return 0
        return next((number for number, line in enumerate(self._lines, start=1) if anchor in line), 0)

    @property
    def readable(self) -> bool:
        """Whether the file parsed and holds anything."""
        return self.root.filled


class TableReader:
    """One table of a document: typed look-ups that note a fault and give an empty value instead of raising.

    Args:
        document: the file that the table stands in.
        table: what TOML made of it.
        place: the path of the table within the file, for messages.
        anchor: a text that stands on the table's own line (usually its code), to find the line for messages.
    """

    def __init__(self, document: Document, table: Mapping[str, Any], *, place: str, anchor: str) -> None:
        self._document = document
        self._table = table
        self._place = place
        self._anchor = anchor
        self._seen: set[str] = set()

    @property
    def filled(self) -> bool:
        """Whether the table has any key."""
        return bool(self._table)

    def is_blank(self, key: str) -> bool:
        """Whether the key is missing, or has an empty text or list."""
        return not self._table.get(key)

    def fault(self, key: str, what: str, mend: str) -> None:
        """Note a fault at one key of this table."""
        place = ".".join(part for part in (self._place, key) if part)
        line = self._document.line_of(self._anchor) or self._document.line_of(_LAST_NAME.sub("", key))
        self._document.faults.append(Fault(self._document.file, line, place, what, mend))

    def text(self, key: str, *, required: bool = True, longest: int = 10_000) -> str:
        """A string, stripped; "" (and a fault when required) when there is none."""
        value = self._value(key, str, "a text in quotation marks", required=required)
        text = value.strip() if isinstance(value, str) else ""
        if not text and isinstance(value, str) and required:
            self.fault(key, "it is empty", "write a text or leave the key out")
        if len(text) > longest:
            self.fault(key, f"it has {len(text)} characters", f"shorten it to at most {longest}")
        return text

    def choice(self, key: str, allowed: Iterable[str], *, default: str | None = None) -> str:
        """One of the allowed words; the default, or else the first of them, stands in for a wrong one."""
        words = list(allowed)
        value = self._value(key, str, f"one of {', '.join(words)}", required=default is None)
        if isinstance(value, str) and value not in words:
            self.fault(key, f'"{value}" is not allowed', did_you_mean(value, words))
        return (
            value if isinstance(value, str) and value in words else (words[0] if default is None else default)
        )

    def day(self, key: str, *, required: bool = True) -> date | None:
        """A day, written bare as 2018-06-01; None when there is none."""
        value = self._value(
            key, date, "a day written as 2018-06-01, without quotation marks", required=required
        )
        return value if isinstance(value, date) else None

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._value(key, bool, "true or false", required=False)
        return value if isinstance(value, bool) else default

    def words(
        self, key: str, *, allowed: Iterable[str] | None = None, required: bool = False
    ) -> tuple[str, ...]:
        """A list of strings, each among the allowed ones when a list of those is given."""
        value = self._value(key, list, "a list of texts", required=required) or []
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

    def tables(self, key: str, *, anchor_key: str = "code") -> list[TableReader]:
        """The tables of a list of tables, each anchored at the line of its code."""
        value = self._value(key, list, f"tables headed [[{key}]]", required=False) or []
        readers = []
        for number, table in enumerate(value):
            if not isinstance(table, dict):
                self.fault(f"{key}[{number}]", "it is no table", f"write it under a heading [[{key}]]")
                continue
            readers.append(self._inner(f"{key}[{number}]", table, str(table.get(anchor_key, ""))))
        return readers

    def named_tables(self, key: str) -> dict[str, TableReader]:
        """The tables inside one table, by their names."""
        value = self._value(key, dict, f"a table headed [{key}]", required=False) or {}
        readers = {}
        for name, table in value.items():
            if isinstance(table, dict):
                readers[name] = self._inner(f"{key}.{name}", table, name)
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
                wanted = " or ".join(
                    {"str": "a text", "int": "a whole number"}[kind.__name__] for kind in kinds
                )
                self.fault(f"{key}.{name}", f"{entry!r} is of the wrong kind", f"write {wanted}")
        return entries

    def refuse_unknown(self) -> None:
        """Note every key that nothing has asked for: a misspelt key must not pass in silence."""
        for key in self._table:
            if key not in self._seen:
                self.fault(key, "this key is not known", did_you_mean(key, sorted(self._seen)))

    def _inner(self, place: str, table: Mapping[str, Any], anchor: str) -> TableReader:
        path = ".".join(part for part in (self._place, place) if part)
        return TableReader(
            self._document, table, place=path, anchor=f'"{anchor}"' if anchor else self._anchor
        )

    def _value(self, key: str, kind: type, wanted: str, *, required: bool) -> Any:
        self._seen.add(key)
        if key not in self._table:
            if required:
                self.fault(key, "it is missing", f"add {wanted}")
            return None
        value = self._table[key]
        # bool is an int and datetime a date in Python; neither is meant where the other is asked for
        if not isinstance(value, kind) or (kind is date and type(value) is not date):
            self.fault(key, f"{value!r} is of the wrong kind", f"write {wanted}")
            return None
        return value
