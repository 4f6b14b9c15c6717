"""What becomes of a table's rows when one factory becomes part of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Fate(StrEnum):
    """What happens to rows of the factory that is dropped."""

    MOVE = "move"  # they are the kept factory's; where that has one of the same kind, see `clash`
    STAY = "stay"  # they tell of the dropped record and stay with it, out of sight
    REBUILT = "rebuilt"  # copies for readers: removed, and made anew by what follows
    APART = "apart"  # the machinery of duplicates itself


class RowConflict(StrEnum):
    """What happens where the kept factory has a row that only one may be of."""

    REFUSE = "refuse"  # people settle it first
    STAY = "stay"  # the kept factory's counts; the other stays with the dropped record
    RENAME = "rename"  # a reference of the factory's own gets a mark


@dataclass(frozen=True, slots=True)
class MergeRule:
    """What becomes of one table.

    `because`: words that a refusal shows. `behind`: what takes a later row along when a merge is taken back: a
    reference to a row that moved, or a key it shares with one.
    """

    table: str  # "assessments.Assessment"
    fate: Fate = Fate.MOVE
    clash: RowConflict = RowConflict.STAY
    because: Any = ""
    label: Any = ""  # what pages call its rows
    day: str = ""  # the column that dates a row on pages
    sets: Mapping[str, Any] = field(default_factory=dict)  # of rows that stay
    behind: tuple[str, ...] = ()
    evidence: bool = False  # asked for one by one when a merge is taken back
    keys: tuple[str, ...] = ("factory",)
