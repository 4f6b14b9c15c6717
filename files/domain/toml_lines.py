"""On which line of a TOML text each key is. `tomllib` keeps no places; `tomlkit` keeps the whole text, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import tomlkit
from tomlkit.container import Container
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Item, Table

Path = tuple[str | int, ...]


class LineIndex:
    """The lines of one text. A path names keys, and by number the tables of a list of tables."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._counts: Counter[Path] = Counter()
        self._line = 1
        try:
            self._pass_body(tomlkit.parse(text), ())
        except TOMLKitError:  # no places for a text that only tomllib can read
            self._lines.clear()

    def line_of(self, path: Path) -> int:
        """The line, from 1, of the key or of the nearest table around it; 0 when there is none."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return 0

    @property
    def lines(self) -> Mapping[Path, int]:
        """The line of each path that is written out."""
        return self._lines

    def _pass_body(self, container: Container, path: Path) -> None:
        for key, item in container.body:
            if key is None:  # comments and empty lines
                self._line += item.as_string().count("\n")
            elif isinstance(item, AoT):
                for table in item.body:
                    inner = (*path, key.key)
                    self._pass_table(table, (*inner, self._counts[inner]), header=True)
                    self._counts[inner] += 1
            elif isinstance(item, Table):
                self._pass_table(
                    item, (*path, key.key), header=not (item.is_super_table() or key.is_dotted())
                )
            else:
                self._pass_value(item, (*path, key.key))

    def _pass_table(self, table: Table, path: Path, *, header: bool) -> None:
        if header:
            self._line += table.trivia.indent.count("\n")
            self._lines.setdefault(path, self._line)
            self._line += 1
        self._pass_body(table.value, path)

    def _pass_value(self, item: Item, path: Path) -> None:
        self._lines.setdefault(path, self._line)
        self._line += item.as_string().count("\n") + item.trivia.trail.count("\n")
