"""The outcome of every row of a list, kept beside the upload in pages: any page of any kind is read by itself."""

from __future__ import annotations

import json
import tempfile
from typing import IO, Any

from files.workbook.uploads import keep_beside, open_stored

ROWS_A_PAGE = 100
_IN_MEMORY = 2**20


class PreviewWriter:
    """Takes rows as plain values, in their order, kind by kind."""

    def __init__(self) -> None:
        self._files: dict[str, IO[bytes]] = {}
        self._counts: dict[str, int] = {}
        self._pages: dict[str, list[int]] = {}

    def add(self, kind: str, row: dict[str, Any]) -> None:
        """One more row of a kind."""
        if kind not in self._files:
            self._files[kind] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # closed by close()
            self._counts[kind], self._pages[kind] = 0, []
        target = self._files[kind]
        if self._counts[kind] % ROWS_A_PAGE == 0:
            self._pages[kind].append(target.tell())
        target.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        self._counts[kind] += 1

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are of each kind."""
        return dict(self._counts)

    def keep(self, upload: str, job: str) -> dict[str, dict[str, Any]]:
        """Put the pages beside the upload: by kind the file, how many rows, and where each page begins in it."""
        stored = {}
        for kind, content in self._files.items():
            name = keep_beside(upload, f"{job}.{kind}.jsonl", content)
            stored[kind] = {"file": name, "count": self._counts[kind], "pages": self._pages[kind]}
        return stored

    def close(self) -> None:
        """Give up what is not kept: the comparison may have been stopped in its midst."""
        for content in self._files.values():
            content.close()


def preview_page(stored: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """The rows of one page, counting from 1; none beyond the last.

    Raises:
        UploadGone.
    """
    if not 1 <= number <= len(stored["pages"]):
        return []
    with open_stored(stored["file"]) as source:
        source.seek(stored["pages"][number - 1])
        rows = stored["count"] - (number - 1) * ROWS_A_PAGE
        return [json.loads(source.readline()) for _ in range(min(rows, ROWS_A_PAGE))]
