"""Reading tables of a criteria text without stopping at the first fault: each fault has its line and a mend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from criteria.domain.toml_lines import LineIndex, Path
from files.domain.spelling import did_you_mean


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a criteria text, with where it stands and how to put it right."""

    line: int  # counted from 1; 0 when the text as a whole is meant
    place: str  # the key: `criteria.C2-LATEST.threshold`
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.line}:{self.place}: {self.what}; {self.mend}"


class CriteriaFaulty(ValueError):
    """A text that is no criteria document. Carries every fault, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class TableReader:
    """One table: typed look-ups that note a fault and give None instead of raising.

    Args:
        table: what TOML made of it.
        lines: where each key stands.
        faults: where faults are gathered, shared by the whole text.
        path: where the table stands.
        place: the same in words, for messages.
    """

    def __init__(
        self,
        table: Mapping[str, Any],
        *,
        lines: LineIndex,
        faults: list[Fault],
        path: Path = (),
        place: str = "",
    ) -> None:
        self._table = table
        self._lines = lines
        self._faults = faults
        self._path = path
        self._place = place
        self._asked: set[str] = set()

    def fault(self, key: str, what: str, mend: str) -> None:
        """Note a fault at one key of this table."""
        place = ".".join(part for part in (self._place, key) if part)
        self._faults.append(Fault(self._lines.line_of((*self._path, key)), place, what, mend))

    def has(self, key: str) -> bool:
        """Whether the key stands in the table."""
        return key in self._table

    def raw(self, key: str) -> Any:
        """The value as it is; None when there is none."""
        self._asked.add(key)
        return self._table.get(key)

    def text(self, key: str, *, required: bool = True) -> str:
        """A text, stripped; "" when there is none."""
        value = self._value(key, str, "a text in quotation marks", required=required)
        if isinstance(value, str) and not value.strip():
            self.fault(key, "it is empty", "write a text or leave the key out")
        return value.strip() if isinstance(value, str) else ""

    def choice(self, key: str, allowed: Iterable[str]) -> str | None:
        """One of the allowed words."""
        words = list(allowed)
        value = self._value(key, str, f"one of {', '.join(words)}", required=True)
        if value is not None and value not in words:
            self.fault(key, f'"{value}" is not known', did_you_mean(value, words))
            return None
        return None if value is None else str(value)

    def whole(self, key: str, *, lowest: int, highest: int) -> int | None:
        """A whole number between two others, both included."""
        wanted = f"a whole number from {lowest} to {highest}"
        value = self._value(key, int, wanted, required=True)
        if value is None:
            return None
        if not lowest <= value <= highest:
            self.fault(key, f"{value} is out of range", f"write {wanted}")
            return None
        return int(value)

    def flag(self, key: str) -> bool:
        """True or false; false when there is none."""
        return bool(self._value(key, bool, "true or false", required=False))

    def day(self, key: str) -> date | None:
        """A day, written bare."""
        value = self._value(key, date, "a day as 2018-06-01, without quotation marks", required=False)
        return value if isinstance(value, date) else None

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._value(key, list, 'a list of texts as ["C3", "C4"]', required=False) or []
        for word in value:
            if not isinstance(word, str):
                self.fault(key, f"{word!r} is not a text", "put it in quotation marks")
        return tuple(word for word in value if isinstance(word, str))

    def table(self, key: str, *, required: bool = True) -> TableReader | None:
        """A table within this one."""
        value = self._value(key, dict, f"a table headed [{key}]", required=required)
        return None if value is None else self._within(value, (key,), key)

    def named_tables(self, key: str) -> dict[str, TableReader]:
        """The tables within one table, by name."""
        value = self._value(key, dict, f"tables headed [{key}.…]", required=False) or {}
        found = {}
        for name, table in value.items():
            if isinstance(table, dict):
                found[name] = self._within(table, (key, name), f"{key}.{name}")
            else:
                self.fault(f"{key}.{name}", "it is no table", f"write it under a heading [{key}.{name}]")
        return found

    def tables(self, key: str, *, named_by: str = "") -> list[TableReader]:
        """The tables of a list of tables; messages call each by one of its texts, or by its number."""
        value = self._value(key, list, f"tables headed [[{key}]]", required=False) or []
        found = []
        for number, table in enumerate(value):
            if isinstance(table, dict):
                name = str(table.get(named_by) or number + 1)
                found.append(self._within(table, (key, number), f"{key}.{name}"))
            else:
                self.fault(key, f"{table!r} is no table", f"write it under a heading [[{key}]]")
        return found

    def refuse_unknown(self) -> None:
        """Note every key that nobody asked for: a misspelt key must not pass in silence."""
        for key in self._table:
            if key not in self._asked:
                self.fault(key, f'the key "{key}" is not known', did_you_mean(key, sorted(self._asked)))

    def _within(self, table: Mapping[str, Any], path: Path, place: str) -> TableReader:
        return TableReader(
            table,
            lines=self._lines,
            faults=self._faults,
            path=(*self._path, *path),
            place=".".join(part for part in (self._place, place) if part),
        )

    def _value(self, key: str, kind: type, wanted: str, *, required: bool) -> Any:
        self._asked.add(key)
        if key not in self._table:
            if required:
                self.fault(key, "it is missing", f"add {wanted}")
            return None
        value = self._table[key]
        # in Python true is a whole number and an instant is a day; neither is meant where the other is asked for
        stray = (kind is int and isinstance(value, bool)) or (kind is date and isinstance(value, datetime))
        if stray or not isinstance(value, kind):
            self.fault(key, f"{value!r} is of the wrong kind", f"write {wanted}")
            return None
        return value
