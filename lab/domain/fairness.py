"""Whether a bar measures practice, or size and country: shares by group with their uncertainty.

Why the exact test and Holm's correction: docs/decisions/0028.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Z95 = 1.959964
FEWEST = 5
"""Groups below are not told: they would tell of single factories."""
SMALL = 30
"""Groups below are told, and marked: their share says little."""
LEVEL = 0.05
"""Probability of flagging any group at all when group and outcome have nothing to do with each other: at most this."""


@dataclass(frozen=True, slots=True)
class FairnessGroup:
    """One group: how many of it pass, and between which shares the true one lies (95 per cent, Wilson).

    `p` is the p-value of Fisher's exact test of the group against all other factories, corrected for the number of
    groups compared (Holm); 1.0 until `compared` has set it.
    """

    name: str
    passed: int
    of: int
    low: float
    high: float
    p: float = 1.0

    @property
    def small(self) -> bool:
        """Whether the group is too small for its share to mean much."""
        return self.of < SMALL

    @property
    def apart(self) -> bool:
        """Whether the group differs from the rest by more than chance explains, among all groups compared."""
        return self.p <= LEVEL


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


def fisher_p(passed: int, of: int, *, all_passed: int, everybody: int) -> float:
    """The two-sided p-value of Fisher's exact test: a group against everybody who is not in it.

    Sum of the hypergeometric probabilities of all outcomes that are at most as probable as the one seen; 1.0 where
    there is nobody else.

    Raises:
        ValueError: the group does not fit into the whole.
    """
    least, most = max(0, of - (everybody - all_passed)), min(of, all_passed)
    if not (0 <= all_passed <= everybody and 0 <= of <= everybody and least <= passed <= most):
        raise ValueError("the group does not fit into the whole")
    log = _log_factorials(everybody)
    counts = np.arange(least, most + 1)
    logs = -(
        log[counts] + log[all_passed - counts] + log[of - counts] + log[everybody - all_passed - of + counts]
    )
    weights = np.exp(logs - logs.max())
    as_rare = logs <= logs[passed - least] + _SAME
    return float(min(1.0, weights[as_rare].sum() / weights.sum()))


_SAME = 1e-7
"""Logarithms of two probabilities that differ by less are equal: rounding alone separates them."""


@lru_cache(maxsize=4)
def _log_factorials(most: int) -> NDArray[np.float64]:
    """Natural logarithms of 0!, 1!, … most!."""
    return np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, most + 1)))))


def holm(p_values: Sequence[float]) -> list[float]:
    """The p-values corrected for their number by Holm (1979), in the order given.

    Of those at or below a level, the probability that any is a false alarm is at most the level, however the groups
    overlap.
    """
    corrected, least = [1.0] * len(p_values), 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        least = max(least, min(1.0, (len(p_values) - rank) * p_values[place]))
        corrected[place] = least
    return corrected


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

    def joined(self, stays: NDArray[np.bool_], fresh: Grouping) -> Grouping:
        """The groups of the chosen rows, and behind them those of other rows. Names stay in order."""
        more = set(fresh.names) - set(self.names)
        names = sorted({*self.names, *more}) if more else self.names
        number = {name: at for at, name in enumerate(names)}
        old_number, new_number = (
            np.array([number[name] for name in part.names], dtype=np.int64) for part in (self, fresh)
        )
        place, here = np.cumsum(stays) - 1, stays[self.row]
        return Grouping(
            tuple(names),
            np.concatenate([old_number[self.group[here]], new_number[fresh.group]]),
            np.concatenate([place[self.row[here]], fresh.row + int(stays.sum())]),
        )

    def shares(self, passed: NDArray[np.bool_]) -> list[FairnessGroup]:
        """Each group with its share; those below five are left out."""
        sizes = np.bincount(self.group, minlength=len(self.names)).tolist()
        through = np.bincount(self.group[passed[self.row]], minlength=len(self.names)).tolist()
        return [
            FairnessGroup(name, number, of, *wilson(number, of))
            for name, number, of in zip(self.names, through, sizes, strict=True)
            if of >= FEWEST
        ]


def compared(groupings: Mapping[str, Grouping], passed: NDArray[np.bool_]) -> dict[str, list[FairnessGroup]]:
    """Each grouping's groups with their share, tested against the rest; corrected for all groups of all groupings."""
    shares = {by: grouping.shares(passed) for by, grouping in groupings.items()}
    all_passed, everybody = int(passed.sum()), len(passed)
    corrected = iter(
        holm(
            [
                fisher_p(group.passed, group.of, all_passed=all_passed, everybody=everybody)
                for groups in shares.values()
                for group in groups
            ]
        )
    )
    return {by: [replace(group, p=next(corrected)) for group in groups] for by, groups in shares.items()}
