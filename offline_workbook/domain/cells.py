"""One cell of an assessor's form: the value in it, or a `BadCell` whose text is what the problem is about."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from assessments.domain.answers import UNANSWERED
from files.domain.cells import BadCell, plain_text, whole_number
from offline_workbook.domain.layout import LONGEST_TEXT, MOST_WORKERS, tidy, word

EXACT = 1e15  # floats hold whole numbers exactly below
_LONGEST_SHOWN = 30


def is_filled(cell: object) -> bool:
    """Whether anything stands in it but blanks."""
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def letter_in(cell: object, words: Mapping[str, str]) -> str:
    """The letter of an answer.

    Raises:
        BadCell: `no_answer`.
    """
    if not is_filled(cell):
        return UNANSWERED
    letter = words.get(word(cell)) if isinstance(cell, str) else None
    if letter is None:
        raise BadCell("no_answer", _shown(cell))
    return letter


def text_in(cell: object) -> str:
    """A text; a number is one too.

    Raises:
        BadCell: `no_text`, `formula`, `too_long`, `not_text`.
    """
    if not is_filled(cell):
        return ""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise BadCell("no_text", _shown(cell))
    text = tidy(_number_as_text(cell))
    try:
        plain_text(text, longest=LONGEST_TEXT)
    except BadCell as bad:
        raise BadCell(bad.code, str(len(text))) from bad
    return text


def workers_in(cell: object) -> int | None:
    """A number of workers, in the digits of any script; None when the cell is empty.

    Raises:
        BadCell: `no_number`, `formula`.
    """
    if not is_filled(cell):
        return None
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise BadCell("no_number", _shown(cell))
    try:
        return whole_number(_in_digits(_number_as_text(cell)), most=MOST_WORKERS)
    except BadCell as bad:
        raise BadCell("formula" if bad.code == "formula" else "no_number", _shown(cell)) from bad


def _number_as_text(cell: str | float) -> str:
    """A number as people write it: whole ones without a point."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT:
        return str(int(cell))
    return str(cell)


def _in_digits(text: str) -> str:
    """The digits of any script as 0 to 9."""
    values = [(sign, unicodedata.decimal(sign, None)) for sign in text]
    return "".join(sign if value is None else str(value) for sign, value in values).strip()


def _shown(cell: object) -> str:
    return str(cell)[:_LONGEST_SHOWN]
