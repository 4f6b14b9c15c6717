"""One country's questionnaire as the demonstration needs it: where each question stands and what it weighs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

# how often an ordinary factory breaks a question of each cluster, where no published figure says otherwise
_BASE = {"CL": 0.004, "DI": 0.012, "FL": 0.004, "FA": 0.02, "CO": 0.08, "CH": 0.10, "OS": 0.19, "WT": 0.13}


@dataclass(frozen=True, slots=True)
class Bank:
    """Question codes in layout order with, by position, point, and whether a careful factory must not break it."""

    country: str
    codes: tuple[str, ...]
    points: tuple[str, ...]
    scored: np.ndarray[tuple[int], np.dtype[np.bool_]]
    guarded: np.ndarray[tuple[int], np.dtype[np.bool_]]  # public, core or zero tolerance
    base: np.ndarray[tuple[int], np.dtype[np.float64]]
    position: dict[str, int] = field(repr=False)
    sizes: dict[str, int] = field(repr=False)  # scored questions by point

    def columns(self, code: str) -> list[int]:
        """Scored positions of a question, point or cluster."""
        if code in self.position:
            return [self.position[code]]
        return [i for i, point in enumerate(self.points) if self.scored[i] and _within(point, code)]


def bank(
    country: str, codes: Sequence[str], points: Sequence[str], *, scored: Sequence[bool], guarded: set[str]
) -> Bank:
    """A bank from a layout; `guarded` are the codes that are public, core or zero tolerance in the country."""
    is_guarded = np.array([code in guarded for code in codes])
    base = np.array([_BASE.get(point.split("-")[0], 0.1) for point in points])
    return Bank(
        country=country,
        codes=tuple(codes),
        points=tuple(points),
        scored=np.array(scored, dtype=np.bool_),
        guarded=is_guarded,
        base=np.where(is_guarded, base * 0.6, base),
        position={code: i for i, code in enumerate(codes)},
        sizes=dict(Counter(point for point, counts in zip(points, scored, strict=True) if counts)),
    )


def _within(point: str, code: str) -> bool:
    return point == code or point.split("-", maxsplit=1)[0] == code
