"""Which plan's comments are listed."""

from __future__ import annotations

from factories.filters.lists import FactoryCodeFilter, ListFilterSet


class PlanCommentFilter(ListFilterSet):
    """One factory, which has to be named."""

    factory = FactoryCodeFilter()
