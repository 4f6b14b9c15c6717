"""Reading one cell of text: numbers, days, yes and no. Each gives the value, or raises what is wrong; what to do."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

# =…, or +/-/@ before a function call or a command: what a spreadsheet would run. "- Treze de Maio" is an address.
_FORMULA = re.compile(r"\s*(=|[+\-@]\s*[A-Za-z_.]+\(|[=+\-@].*\|.*!)")
_BROKEN_FORMULAS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
# Where a CSV gets an apostrophe: before what a spreadsheet may take for a formula, with the apostrophes and blanks
# before it and signs of full width, which some strip and run; at the beginning, and inside after each sign at which a
# spreadsheet of another country parts cells, to which our commas and the quotes after them mean nothing.
_SIGNS = r"=+\-@\uff1d\uff0b\uff0d\uff20"
_BLANK = r"[^\S\t\r\n]"
_MAY_RUN = re.compile(rf"(?:\A(?='*{_BLANK}*[\t\r\n{_SIGNS}])|(?<=[;\t\r\n])(?='*{_BLANK}*[{_SIGNS}]))")
_GUARD = re.compile(rf"(?:\A'(?='*{_BLANK}*[\t\r\n{_SIGNS}])|(?<=[;\t\r\n])'(?='*{_BLANK}*[{_SIGNS}]))")
_WHOLE = re.compile(r"-?(?:[0-9]{1,12}|[0-9]{1,3}(?:[,' \u00a0\u202f\u2019][0-9]{3}){1,3})(?:\.0+)?")
_DEGREES = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,2})?")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4})(?:[T ][0-9:.]+)?")
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")  # no database keeps them
EARLIEST_YEAR = 1900  # before any factory of the programme; an empty date of a spreadsheet is 1899 or 1900
_YES = frozenset({"yes", "y", "true", "1", "x"})
_NO = frozenset({"no", "n", "false", "0"})


class BadCell(ValueError):
    """A cell that cannot be what its column says. Carries a code and "what is wrong; what to do"."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class FormulaText(str):
    """The text of a workbook's cell that computes; a cell that holds the same characters as text is a plain str."""

    __slots__ = ()

    def strip(self, chars: str | None = None, /) -> FormulaText:  # noqa: ARG002  # as str.strip
        """It stays what it is."""
        return self


def guarded(text: str) -> str:
    """The text as a CSV may hold it: an apostrophe before what a spreadsheet would take for a formula."""
    return _MAY_RUN.sub("'", text)


def unguarded(text: str) -> str:
    """`guarded` undone: what we wrote is read back as it was."""
    return _GUARD.sub("", text) if "'" in text else text


def plain_text(text: str, *, longest: int) -> str:
    """Text of at most `longest` characters, as it was written: one that begins with a sign is text as any other.

    Exports guard it (`guarded`). Only a cell that computes, or an error that a formula left, is no text.
    """
    refuse_computed(text)
    if len(text) > longest:
        raise BadCell("too_long", f"{len(text)} characters are too many; shorten to {longest}")
    if _UNWRITABLE.search(text):
        raise BadCell("not_text", "holds a NUL character or half of another; remove it")
    return " ".join(text.split())


def whole_number(text: str, *, least: int = 0, most: int = 2_000_000_000) -> int:
    """A whole number; commas, spaces or apostrophes may part the thousands, and nothing else."""
    _refuse_formula(text)
    bare = text.strip()
    if not _WHOLE.fullmatch(bare):
        raise BadCell("not_a_number", f"{text[:30]!r} is not a whole number; write digits only, such as 1250")
    value = int(re.sub(r"[^0-9-]", "", bare.partition(".")[0]))
    if not least <= value <= most:
        raise BadCell("out_of_range", f"{value} is not between {least} and {most}; correct it")
    return value


def decimal_degrees(text: str, *, limit: int) -> Decimal:
    """Degrees between -limit and limit, to six places."""
    _refuse_formula(text)
    bare = text.strip()
    if not _DEGREES.fullmatch(bare):
        raise BadCell(
            "not_degrees", f"{text[:30]!r} is not a number of degrees; write decimals, such as 11.5564"
        )
    value = Decimal(bare)
    if abs(value) > limit:
        raise BadCell("out_of_range", f"{text[:30]} is not between -{limit} and {limit}; correct it")
    return value.quantize(Decimal("0.000001")) + 0  # no -0.000000


def day(text: str) -> date:
    """A day as 2018-06-01 or 01/06/2018 (day first); a time of day beside it is not looked at."""
    _refuse_formula(text)
    written = _DAY.fullmatch(text.strip())
    if written:
        form = "%d/%m/%Y" if "/" in written[1] else "%Y-%m-%d"
        try:
            found = datetime.strptime(written[1], form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            found = date.min
        if found.year >= EARLIEST_YEAR:
            return found
    raise BadCell("not_a_day", f"{text[:30]!r} is not a day; write it as 2018-06-01")


def yes_or_no(text: str) -> bool:
    """True or false in the words that lists use."""
    _refuse_formula(text)
    bare = text.strip().casefold()
    if bare in _YES:
        return True
    if bare in _NO:
        return False
    raise BadCell("not_yes_or_no", f"{text[:30]!r} is neither yes nor no; write one of them")


def _refuse_formula(text: str) -> None:
    """Where a number, a day or a yes is due."""
    if _FORMULA.match(text):
        raise BadCell("formula", f"{text[:30]!r} looks like a formula; paste the value instead")
    refuse_computed(text)


def refuse_computed(text: str) -> None:
    """Raises BadCell for a workbook's cell that computes, and for an error that a formula left."""
    if isinstance(text, FormulaText):
        raise BadCell("formula", f"{str(text)[:30]!r} is a formula; paste the value instead")
    if text in _BROKEN_FORMULAS:
        raise BadCell("formula", f"{text} is a formula that failed; put the value there, or leave it empty")
