"""Bars and columns, plain and stacked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from ui.charts.scale import Number, nice_top, place, share, ticks
from ui.charts.trend import Tick

GAP = 0.32  # of a column's room


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle along a bar; `series` says which colour."""

    at: str
    length: str
    series: int


@dataclass(frozen=True, slots=True)
class Column:
    """A rectangle in a column chart."""

    index: int
    series: int
    x: str
    y: str
    width: str
    height: str
    middle: str


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """A column chart with its axis; `sums` holds the middle and the top of each column for its figure."""

    parts: tuple[Column, ...]
    rows: tuple[Tick, ...]
    sums: tuple[tuple[str, str], ...]


def stacked(values: Sequence[Number], *, whole: Number) -> tuple[Part, ...]:
    """The parts of one bar, one behind the other; nothing is drawn for nought."""
    starts = [0, *accumulate(values)]
    return tuple(
        Part(share(place(start, whole)), share(place(value, whole)), series)
        for series, (start, value) in enumerate(zip(starts, values, strict=False))
        if value
    )


def columns(stacks: Sequence[Sequence[Number | None]], *, top: int | None = None) -> ColumnChart:
    """Stacks of values side by side, from the foot up; None counts as nothing to draw."""
    sums = [sum(v for v in stack if v is not None) for stack in stacks]
    end = top if top is not None else nice_top(sums)
    room = 100 / max(1, len(stacks))
    width = room * (1 - GAP)
    parts: list[Column] = []
    for index, stack in enumerate(stacks):
        x, foot = index * room + room * GAP / 2, 100.0
        for series, value in enumerate(stack):
            height = place(value or 0, end)
            foot -= height
            if height:
                box = (share(x), share(foot), share(width), share(height))
                parts.append(Column(index, series, *box, middle=share(x + width / 2)))
    heads = tuple((share((i + 0.5) * room), share(100 - place(whole, end))) for i, whole in enumerate(sums))
    return ColumnChart(tuple(parts), tuple(Tick(share(100 - place(t, end)), t) for t in ticks(end)), heads)
