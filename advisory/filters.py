"""What the list of advisory visits can be narrowed by."""

from __future__ import annotations

from factories.filters.lists import FactoryCodeFilter, ListFilterSet


class VisitFilter(ListFilterSet):
    """One factory."""

    factory = FactoryCodeFilter()
