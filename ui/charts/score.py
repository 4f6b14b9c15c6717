"""The score bar: a value, the line it is held against, and where it stood last time."""

from __future__ import annotations

from dataclasses import dataclass

from ui.charts.scale import Number, place, share

NEAR_START, NEAR_END = 22.0, 78.0


@dataclass(frozen=True, slots=True)
class ScoreTrack:
    """Positions from the start of the track; None where there is nothing to draw."""

    value: str | None
    threshold: str | None
    last: str | None
    goal_from: str | None  # the part of the track on which the criterion is met
    goal_width: str | None
    anchor: str  # how the threshold's words stand to its tick: start, middle, end


def score(
    value: Number | None, threshold: Number | None, *, at_most: bool, last: Number | None, top: Number | None
) -> ScoreTrack:
    """Lay out a score bar. Without `top` the track ends a quarter beyond the largest number."""
    numbers = [n for n in (value, threshold, last) if n is not None]
    end = top if top is not None else max([*numbers, 1]) * 5 / 4
    line = None if threshold is None else place(threshold, end)
    return ScoreTrack(
        value=None if value is None else share(place(value, end)),
        threshold=None if line is None else share(line),
        last=None if last is None else share(place(last, end)),
        goal_from=None if line is None else share(0.0 if at_most else line),
        goal_width=None if line is None else share(line if at_most else 100 - line),
        anchor="middle"
        if line is None or NEAR_START < line < NEAR_END
        else "start"
        if line <= NEAR_START
        else "end",
    )
