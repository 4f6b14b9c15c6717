"""The closed vocabulary of measures: every word that a criteria document may use, and how each is computed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from criteria.domain.history import History
from criteria.domain.measures import cases, compliance, cycles, dialogue, learning, systems
from criteria.domain.measures.items import CountedItem, CountedItems, ItemKind
from criteria.domain.measures.snapshot import Snapshot
from criteria.domain.measures.vocabulary import (
    Closing,
    Direction,
    EvidencePlace,
    Measure,
    MeasureColumn,
    Pillar,
    Shape,
    Unit,
)
from criteria.domain.measures.window import EVERYTHING, MeasureWindow, WindowKind

__all__ = [
    "EVERYTHING",
    "MEASURES",
    "Closing",
    "CountedItem",
    "CountedItems",
    "Direction",
    "EvidencePlace",
    "ItemKind",
    "Measure",
    "MeasureColumn",
    "MeasureWindow",
    "Pillar",
    "Shape",
    "Snapshot",
    "Unit",
    "WindowKind",
    "compute",
]

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        measure.name: measure
        for measures in (
            cycles.MEASURES,
            compliance.MEASURES,
            cases.MEASURES,
            systems.MEASURES,
            dialogue.MEASURES,
            learning.MEASURES,
        )
        for measure in measures
    }
)


def compute(history: History, measure: str, window: MeasureWindow, as_of: int) -> MeasureColumn:
    """One measure of every factory of a history as of a day (an ordinal).

    Raises:
        KeyError: there is no such measure.
    """
    return MEASURES[measure].read(Snapshot(history, as_of), window)
