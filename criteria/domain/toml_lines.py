"""On which line of a TOML text each key stands: `tomllib` does not tell."""

from __future__ import annotations

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(
    r"^\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\s*="
)
_PART = re.compile(r"[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'")
_QUOTED = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'")


class LineIndex:
    """The lines of one text. A path names keys, and by number the tables of a list of tables."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        self._read(text.splitlines())

    def line_of(self, path: Path) -> int:
        """The line, from 1, of the key or of the nearest table around it; 0 when nothing of it stands anywhere."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return 0

    @property
    def lines(self) -> Mapping[Path, int]:
        """Every path met, with its line."""
        return self._lines

    def _read(self, lines: list[str]) -> None:
        table: Path = ()
        within = _Within()
        for number, line in enumerate(lines, start=1):
            if not within.value and (header := _HEADER.match(line)):
                table = self._opened(header.group(1) == "[[", _PART.findall(header.group(2)))
                self._lines.setdefault(table, number)
                continue
            if not within.value and (key := _KEY.match(line)):
                self._lines.setdefault(
                    (*table, *(part.strip("\"'") for part in _PART.findall(key.group(1)))), number
                )
            within.pass_line(line)

    def _opened(self, listed: bool, parts: list[str]) -> Path:  # noqa: FBT001 - which of the two headers it was
        path: Path = ()
        for position, part in enumerate(parts):
            path = (*path, part.strip("\"'"))
            if listed and position == len(parts) - 1:
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path = (*path, self._counts[path])
        return path


class _Within:
    """Whether a line begins inside a value that began on an earlier one."""

    def __init__(self) -> None:
        self._quote = ""
        self._depth = 0

    @property
    def value(self) -> bool:
        return bool(self._quote) or self._depth > 0

    def pass_line(self, line: str) -> None:
        rest: str | None = line
        while rest is not None:
            rest = self._passed_quote(rest) if self._quote else self._passed_plain(rest)

    def _passed_quote(self, rest: str) -> str | None:
        _, closed, after = rest.partition(self._quote)
        if not closed:
            return None
        self._quote = ""
        return after

    def _passed_plain(self, rest: str) -> str | None:
        opened = re.search(r"\"\"\"|'''", rest)
        plain = _QUOTED.sub("", rest[: opened.start()] if opened else rest).partition("#")[0]
        self._depth = max(
            0, self._depth + sum(plain.count(c) for c in "[{") - sum(plain.count(c) for c in "]}")
        )
        if opened is None:
            return None
        self._quote = opened.group()
        return rest[opened.end() :]
