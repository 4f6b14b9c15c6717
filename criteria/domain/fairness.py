"""Whether a bar measures practice, or size and country: shares by group with their uncertainty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Z95 = 1.959964
FEWEST = 5
"""Groups below are not told: they would tell of single factories."""
SMALL = 30
"""Groups below are told, and marked: their share says little."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group: how many of it pass, and between which shares the true one lies (95 per cent, Wilson)."""

    name: str
    passed: int
    of: int
    low: float
    high: float

    @property
    def small(self) -> bool:
        """Whether its share says little."""
        return self.of < SMALL

    def differs_from(self, share: float) -> bool:
        """Whether chance alone hardly explains how far it is from the share of all."""
        return not self.low <= share <= self.high


def wilson(passed: int, of: int) -> tuple[float, float]:
    """The 95 per cent interval of a share, by Wilson (1927): sound for few and for shares near 0 and 1.

    Raises:
        ValueError: nobody, or more passed than there are.
    """
    if of <= 0 or not 0 <= passed <= of:
        raise ValueError("a share needs somebody, and no more than all can pass")
    share, spread = passed / of, Z95**2 / of
    middle = (share + spread / 2) / (1 + spread)
    half = Z95 * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share))


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """Which factories belong together: for each membership the group's position and the factory's row.

    A factory may belong to several groups (what it makes) or to none.
    """

    names: tuple[str, ...]
    group: NDArray[np.int64]
    row: NDArray[np.int64]

    @classmethod
    def of(cls, belongs: Iterable[Iterable[str]], *, order: Iterable[str] = ()) -> Grouping:
        """The groups that each row belongs to. Groups in the order given, then by name."""
        members = [(name, row) for row, names in enumerate(belongs) for name in dict.fromkeys(names)]
        known = list(order)
        every = [*known, *sorted({name for name, _row in members} - set(known))]
        position = {name: at for at, name in enumerate(every)}
        return cls(
            tuple(every),
            np.array([position[name] for name, _row in members], dtype=np.int64),
            np.array([row for _name, row in members], dtype=np.int64),
        )

    def shares(self, passed: NDArray[np.bool_]) -> list[Group]:
        """Each group with its share; those below five are left out."""
        sizes = np.bincount(self.group, minlength=len(self.names)).tolist()
        through = np.bincount(self.group[passed[self.row]], minlength=len(self.names)).tolist()
        return [
            Group(name, number, of, *wilson(number, of))
            for name, number, of in zip(self.names, through, sizes, strict=True)
            if of >= FEWEST
        ]
