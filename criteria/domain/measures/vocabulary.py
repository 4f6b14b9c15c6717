"""What a measure is: the words every criterion is made of. The measures themselves stand in the modules beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from criteria.domain.days import Ints
from criteria.domain.history import Flags
from criteria.domain.measures.items import CountedItems
from criteria.domain.measures.snapshot import Snapshot
from criteria.domain.measures.window import MeasureWindow, WindowKind
from criteria.domain.translations import Forms

__all__ = [
    "Closing",
    "Direction",
    "EvidencePlace",
    "Measure",
    "MeasureColumn",
    "Pillar",
    "Shape",
    "Unit",
    "column",
]


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


class EvidencePlace(StrEnum):
    """Where what a measure reads can be looked at."""

    ASSESSMENT = "assessment"  # the page of the assessment read
    ASSESSMENTS = "assessments"  # the factory's history: its assessments
    FINDINGS = "findings"  # the factory's history: assessments and visits
    COMMITTEE = "committee"  # the factory's history: the review read
    SYSTEMS = "systems"  # the factory's history: the review read
    LEARNING = "learning"  # the factory's history: the records read
    PLAN = "plan"  # the improvement plan
    CASES = "cases"  # zero-tolerance cases, for readers who may know of them


@dataclass(frozen=True, slots=True)
class Unit:
    """What a measure is counted in.

    Attributes:
        code: as criteria documents write it.
        title: its name on pages.
        shortfall: how a shortfall in it reads, with `%(count)s`: "two findings fewer".
    """

    code: str
    title: str
    shortfall: Forms


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure: what it counts, which pieces of evidence those are, and its words.

    Attributes:
        name: how criteria documents call it.
        unit: what it is counted in.
        windows: the kinds of window it can be read over.
        place: where the evidence can be looked at.
        title, definition, example, source, missing: sentences for its page; `missing` is the missing-value rule.
        advice: what a factory does where evidence is missing.
        practice: good practice that helps.
        shortfall: how a shortfall reads, where the unit's words do not say enough.
        read: its value for every factory.
        find: the evidence behind the value of the factory at a position; see `items`.
        worst: for plain numbers where less is better, the value from which distance no longer grows.
        best: for scores and yes or no, the best value.
    """

    name: str
    title: str
    unit: Unit
    direction: Direction
    pillar: Pillar
    shape: Shape
    windows: tuple[WindowKind, ...]
    place: EvidencePlace
    source: str
    missing: str
    definition: str
    example: str
    advice: str
    practice: str
    read: Callable[[Snapshot, MeasureWindow], MeasureColumn]
    find: Callable[[Snapshot, MeasureWindow, int], CountedItems]
    shortfall: Forms | None = None
    closing: Closing = Closing.ONE
    worst: int = 10
    best: int | None = None

    @property
    def is_rate(self) -> bool:
        """Whether a value is n of something."""
        return self.shape in {Shape.SHARE, Shape.RATIO}

    def items(self, snapshot: Snapshot, window: MeasureWindow, at: int) -> CountedItems:
        """The evidence behind the value of the factory at a position of the history.

        Where the value is unknown nothing is counted; what was looked at is given all the same.

        Raises:
            HistoryFaulty: it counts single findings, and the history was loaded without.
        """
        found = self.find(snapshot, window, at)
        known = bool(self.read(snapshot, window).known[at])
        return found if known else CountedItems(read=found.read)


def column(
    n: NDArray[np.int64], known: NDArray[np.bool_], of: NDArray[np.int64] | None = None
) -> MeasureColumn:
    """A column whose unknown places hold 0, so that equal knowledge gives equal columns."""
    whole = None if of is None else np.where(known, of, 0)
    return MeasureColumn(np.where(known, n, 0), whole, known)
