"""What lists of evidence can be narrowed by."""

from __future__ import annotations

from factories.filters.lists import FactoryCodeFilter, ListFilterSet


class EvidenceFilter(ListFilterSet):
    """One factory."""

    factory = FactoryCodeFilter()
