"""How sheets are read, kept by the process: reading a layout anew takes longer than judging a factory.

What is kept is never trusted by itself. Whoever reads facts reads, in the same statement, which layouts there are and
the digest of each one's reading, and asks here for those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from criteria.domain.dated_counts import LayoutContext, MarkedDays
from questionnaires.domain.question_flags import MarkKind
from questionnaires.queries.questionnaires import LoadedLayout, layouts, lineage_of


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """Layouts with the marks and the lineage of their questionnaires, by id."""

    by_layout: Mapping[int, LayoutContext]
    digests: Mapping[int, str]
    places: Mapping[int, int]  # by id: which version, by first day, is the later of two used on one day
    public: MarkedDays = field(init=False)  # publicly reported, in whichever version

    def __post_init__(self) -> None:
        every = MarkedDays(MarkKind.PUBLIC, [reading.marks for reading in self.by_layout.values()])
        object.__setattr__(self, "public", every)


_cached: Readings | None = None


def cached_layouts() -> Readings:
    """What this process read last; the first time, what there is now. No query after the first."""
    return readings_now() if _cached is None else _cached


def readings_now() -> Readings:
    """What there is now. One query."""
    global _cached  # noqa: PLW0603  # one reference, replaced whole
    loaded = layouts()
    followed = lineage_of(loaded.values())
    _cached = Readings(
        {key: LayoutContext(entry.layout, entry.marks, followed) for key, entry in loaded.items()},
        {key: entry.digest for key, entry in loaded.items()},
        {key: place for place, key in enumerate(sorted(loaded, key=lambda key: _order(loaded[key])))},
    )
    return _cached


def _order(loaded_layout: LoadedLayout) -> tuple[date, str, str]:
    return loaded_layout.valid_from, loaded_layout.version, loaded_layout.layout.country
