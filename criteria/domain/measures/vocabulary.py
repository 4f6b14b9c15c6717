"""What a measure is: the words every criterion is made of. The measures themselves stand in the modules beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from criteria.domain.days import Ints
from criteria.domain.history import Flags
from criteria.domain.measures.snapshot import Snapshot
from criteria.domain.measures.window import Window, WindowKind

__all__ = ["Closing", "Direction", "Measure", "MeasureColumn", "Pillar", "Shape", "column"]


class Pillar(StrEnum):
    """The four pillars of high performance."""

    COMPLIANCE = "compliance"
    MANAGEMENT_SYSTEMS = "management_systems"
    SOCIAL_DIALOGUE = "social_dialogue"
    LEARNING = "learning"


class Direction(StrEnum):
    """Which way a measure improves."""

    LESS = "less"
    MORE = "more"


class Shape(StrEnum):
    """What a value looks like."""

    COUNT = "count"  # a whole number
    YES_NO = "yes_no"  # 1 or 0
    SHARE = "share"  # n of a whole that n is part of: between 0 and 1
    RATIO = "ratio"  # n of another quantity: may exceed 1


class Closing(StrEnum):
    """What one unit of shortfall changes when it is closed."""

    ONE = "one"  # n by one
    BOTH = "both"  # n and the whole by one: a resolved finding leaves the findings too
    HUNDREDTH = "hundredth"  # n by a hundredth of the whole: a percentage point


@dataclass(frozen=True, slots=True, eq=False)
class MeasureColumn:
    """One measure of many factories: n, what it is out of (None for plain numbers), and where it is known.

    Where it is not known, n (and of) are 0 and mean nothing.
    """

    n: Ints
    of: Ints | None
    known: Flags


@dataclass(frozen=True, slots=True)
class Measure:
    """One word of the vocabulary.

    Attributes:
        name: how criteria documents call it.
        unit: what its shortfall is counted in.
        worst: for plain numbers where less is better, the value from which distance no longer grows; for scores and
            yes/no, the best value.
        windows: the kinds of window it can be asked over.
        source, missing, definition, example: sentences for its page.
        read: how it is computed.
    """

    name: str
    title: str
    unit: str
    direction: Direction
    pillar: Pillar
    shape: Shape
    windows: tuple[WindowKind, ...]
    source: str
    missing: str
    definition: str
    example: str
    read: Callable[[Snapshot, Window], MeasureColumn]
    closing: Closing = Closing.ONE
    worst: int = 10
    best: int | None = None

    @property
    def is_rate(self) -> bool:
        """Whether a value is n of something."""
        return self.shape in {Shape.SHARE, Shape.RATIO}


def column(
    n: NDArray[np.int64], known: NDArray[np.bool_], of: NDArray[np.int64] | None = None
) -> MeasureColumn:
    """A column whose unknown places hold 0, so that equal knowledge gives equal columns."""
    kept = None if of is None else np.where(known, of, 0)
    return MeasureColumn(np.where(known, n, 0), kept, known)
