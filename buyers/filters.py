"""What the API's list of commitments can be narrowed by."""

from __future__ import annotations

from django_filters import ChoiceFilter

from buyers.models import BuyerCommitment
from factories.filters.lists import FactoryCodeFilter, ListFilterSet


class CommitmentFilter(ListFilterSet):
    """Factory, state, kind."""

    factory = FactoryCodeFilter()
    state = ChoiceFilter(choices=BuyerCommitment.State.choices)
    kind = ChoiceFilter(choices=BuyerCommitment.Kind.choices)
