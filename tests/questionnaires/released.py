"""The released questionnaire that ships with the product, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from questionnaires.workbook.release import QUESTIONNAIRES, Release, read_release

FOLDER = QUESTIONNAIRES / "cat" / "1.0"


@cache
def cat() -> Release:
    return read_release(FOLDER)


@cache
def texts_of_release() -> dict[str, str]:
    """The release's files by relative name. Copy before changing."""
    return read_toml(FOLDER)


def read_toml(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*.toml")
    }
