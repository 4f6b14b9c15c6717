"""The single pieces of evidence behind a measure: which findings, plan items, reviews, records or cases it counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from criteria.domain.history import Facts
from criteria.domain.measures.snapshot import RowSpan


class ItemKind(StrEnum):
    """The kind of an item; `id` is its row's id unless stated otherwise."""

    ASSESSMENT = "assessment"
    FINDING = "finding"  # of an assessment; id: the assessment's, a space, the question
    VISIT_FINDING = "visit_finding"
    PLAN_ITEM = "plan_item"
    COMMITTEE_REVIEW = "committee_review"
    SYSTEMS_REVIEW = "systems_review"
    LEARNING = "learning"
    CASE = "case"


class CountedItem(NamedTuple):
    """One piece of evidence."""

    kind: str  # an `ItemKind`, or another kind of evidence, which has no address of its own
    id: str
    day: int  # ordinal: found, due, reviewed, held or opened
    group: str = ""  # the compliance point of a finding, where points are counted


@dataclass(frozen=True, slots=True)
class CountedItems:
    """The evidence behind one measure of one factory, the newest assessment first, else the oldest row first.

    Attributes:
        counted: what the number counts; where it is read off one record or added up over records, those records.
        of: for a share whose whole is made of items, those; None for other measures.
        read: the assessments or records that were looked at, also where the measure is unknown.
    """

    counted: tuple[CountedItem, ...] = ()
    of: tuple[CountedItem, ...] | None = None
    read: tuple[CountedItem, ...] = ()

    @property
    def missing(self) -> tuple[CountedItem, ...]:
        """Items of the whole that are not counted."""
        return tuple(item for item in self.of or () if item not in self.counted)


def items_of(kind: str, table: Facts, rows: Iterable[int]) -> tuple[CountedItem, ...]:
    """The rows of a table as items."""
    return tuple(CountedItem(kind, str(table.key[row]), int(table.day[row])) for row in rows)


def rows_of(span: RowSpan, at: int) -> range:
    """The rows of one factory in a span, the oldest first."""
    return range(int(span.start[at]), int(span.end[at]))
