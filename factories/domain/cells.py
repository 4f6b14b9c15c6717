"""Reading one cell of text: numbers, days, yes and no. Each gives the value, or raises what is wrong and its mend."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

# =…, or +/-/@ before a function call or a command: what a spreadsheet would run. "- Treze de Maio" is an address.
_FORMULA = re.compile(r"\s*(=|[+\-@]\s*[A-Za-z_.]+\(|[=+\-@].*\|.*!)")
EARLIEST_YEAR = 1900  # older is a slip of the pen
_YES = frozenset({"yes", "y", "true", "1", "x"})
_NO = frozenset({"no", "n", "false", "0"})


class BadCell(ValueError):
    """A cell that cannot be what its column says. Carries a code and "what is wrong; what to do"."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def plain_text(text: str, *, longest: int) -> str:
    """Text of at most `longest` characters that no spreadsheet runs as a formula."""
    if _FORMULA.match(text):
        raise BadCell("formula", f"{text[:30]!r} looks like a formula; paste the value instead")
    if len(text) > longest:
        raise BadCell("too_long", f"{len(text)} characters are too many; shorten to {longest}")
    if "\0" in text:
        raise BadCell("not_text", "holds a NUL character; remove it")
    return " ".join(text.split())


def whole_number(text: str, *, least: int = 0, most: int = 2_000_000_000) -> int:
    """A whole number; thousands may be separated by commas or spaces."""
    bare = text.replace(",", "").replace("\u00a0", "").replace(" ", "")
    bare = bare.removesuffix(".0")
    if not re.fullmatch(r"-?\d{1,12}", bare) or not bare.isascii():
        raise BadCell("not_a_number", f"{text[:30]!r} is not a whole number; write digits only, such as 1250")
    value = int(bare)
    if not least <= value <= most:
        raise BadCell("out_of_range", f"{value} is not between {least} and {most}; correct it")
    return value


def decimal_degrees(text: str, *, limit: int) -> Decimal:
    """Degrees between -limit and limit, to six places."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        raise BadCell(
            "not_degrees", f"{text[:30]!r} is not a number of degrees; write decimals, such as 11.5564"
        ) from None
    if not value.is_finite() or abs(value) > limit:
        raise BadCell("out_of_range", f"{text[:30]} is not between -{limit} and {limit}; correct it")
    return value.quantize(Decimal("0.000001"))


def day(text: str) -> date:
    """A day as 2018-06-01 or 01/06/2018 (day first)."""
    bare = text.strip()
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            found = datetime.strptime(bare[:10], form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
        if found.year < EARLIEST_YEAR:
            break
        return found
    raise BadCell("not_a_day", f"{text[:30]!r} is not a day; write it as 2018-06-01")


def yes_or_no(text: str) -> bool:
    """True or false in the words that lists use."""
    bare = text.strip().casefold()
    if bare in _YES:
        return True
    if bare in _NO:
        return False
    raise BadCell("not_yes_or_no", f"{text[:30]!r} is neither yes nor no; write one of them")
