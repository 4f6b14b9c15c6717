"""What the list of hand-overs can be narrowed by."""

from __future__ import annotations

from django_filters import ChoiceFilter

from factories.filters.lists import FactoryCodeFilter, ListFilterSet
from handovers.models import Handover


class HandoverFilter(ListFilterSet):
    """One factory, one state."""

    factory = FactoryCodeFilter()
    state = ChoiceFilter(choices=Handover.State.choices)
