"""A value over time: a line through dots, with its axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ui.charts.scale import Number, nice_top, place, share, ticks

LEAST_TICK_DISTANCE = 24.0  # per cents of the width that a word under the axis needs


@dataclass(frozen=True, slots=True)
class Dot:
    """One point that has a value."""

    index: int
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A word on an axis."""

    at: str
    value: int
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Trend:
    """Lines are pieces of "x,y x,y" on a square of 100; a gap in the values is a gap in the line."""

    lines: tuple[str, ...]
    areas: tuple[str, ...]
    dots: tuple[Dot, ...]
    rows: tuple[Tick, ...]  # value is the number on the axis
    columns: tuple[Tick, ...]  # value is the index of the point
    threshold: str | None


def trend(
    values: Sequence[Number | None],
    *,
    days: Sequence[date] | None = None,
    threshold: Number | None = None,
    top: int | None = None,
) -> Trend:
    """Lay out a line from left to right; spaced by `days` where given, else evenly. The axis starts at 0."""
    end = top if top is not None else nice_top([*values, threshold])
    across = _across(len(values), days)
    placed = [None if v is None else (x, 100 - place(v, end)) for x, v in zip(across, values, strict=True)]
    pieces = _pieces(placed)
    return Trend(
        lines=tuple(_points(piece) for piece in pieces),
        areas=tuple(f"{piece[0][0]:.2f},100 {_points(piece)} {piece[-1][0]:.2f},100" for piece in pieces),
        dots=tuple(Dot(i, share(p[0]), share(p[1])) for i, p in enumerate(placed) if p is not None),
        rows=tuple(Tick(share(100 - place(t, end)), t) for t in ticks(end)),
        columns=_columns(across),
        threshold=None if threshold is None else share(100 - place(threshold, end)),
    )


def _across(count: int, days: Sequence[date] | None) -> list[float]:
    if days is not None and count > 1 and days[-1] > days[0]:
        whole = (days[-1] - days[0]).days
        return [100 * (day - days[0]).days / whole for day in days]
    return [50.0] if count == 1 else [100 * i / (count - 1) for i in range(count)]


def _pieces(placed: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    pieces: list[list[tuple[float, float]]] = [[]]
    for point in placed:
        if point is not None:
            pieces[-1].append(point)
        elif pieces[-1]:
            pieces.append([])
    return [piece for piece in pieces if len(piece) > 1]


def _points(piece: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in piece)


def _columns(across: Sequence[float]) -> tuple[Tick, ...]:
    """Words under the axis: both ends always, and as many between as have room."""
    count = len(across)
    shown = [0] if count else []
    for i in range(1, count - 1):
        if (
            across[i] - across[shown[-1]] >= LEAST_TICK_DISTANCE
            and across[-1] - across[i] >= LEAST_TICK_DISTANCE
        ):
            shown.append(i)
    shown += [count - 1] if count > 1 else []
    ends = {0: "start", count - 1: "end"} if count > 1 else {}
    return tuple(Tick(share(across[i]), i, ends.get(i, "middle")) for i in shown)
