"""Numbers to positions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

Number = int | float | Fraction
STEPS = (1, 2, 3, 4, 5, 6, 8)
ROUND = (1, 2, 5)  # what the distance between two lines of an axis may be, times a power of ten


def measured(value: Any) -> Number | None:
    """The number that is drawn: per cents for a share (`{"n", "of"}` or a Fraction), else the number itself.

    None, or a share of nothing, is unknown.
    """
    if value is None or value == "":
        return None
    if isinstance(value, Mapping):
        return Fraction(100 * value["n"], value["of"]) if value["of"] else None
    if isinstance(value, Fraction):
        return value * 100
    if isinstance(value, int | float):
        return value
    return float(value)


def place(value: Number, top: Number) -> float:
    """Where a value lies between 0 and `top`, in per cents; kept inside the drawing."""
    if not top:
        return 0.0
    return min(100.0, max(0.0, float(value * 100 / top)))


def share(position: float) -> str:
    """A position as SVG writes it."""
    return f"{position:.2f}".rstrip("0").rstrip(".") + "%"


def nice_top(values: Iterable[Number | None]) -> int:
    """The end of an axis from 0: a round number just above every value, at least 1."""
    highest = max((float(v) for v in values if v is not None), default=0.0)
    power = 1
    while True:
        for step in STEPS:
            if step * power >= highest:
                return step * power
        power *= 10


def ticks(top: int) -> list[int]:
    """Two to six round values on an axis from 0 to `top`, both ends among them."""
    for parts in (4, 5, 3, 2):
        step, rest = divmod(top, parts)
        if rest == 0 and (step == 25 or step in _rounds(step)):  # noqa: PLR2004  # quarters of a hundred are round too
            return [step * i for i in range(parts + 1)]
    return [0, top]


def _rounds(step: int) -> tuple[int, ...]:
    power = 10 ** (len(str(step)) - 1)
    return tuple(number * power for number in ROUND)
