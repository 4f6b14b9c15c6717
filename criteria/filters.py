"""What the API's lists of verdicts and of criteria versions can be narrowed by."""

from __future__ import annotations

from typing import Any

from django_filters import BooleanFilter, CharFilter, ChoiceFilter

from criteria.models import Evaluation
from criteria.policies import reads_case_criteria
from factories.filters.lists import FactoryCodeFilter, ListFilterSet


class EvaluationFilter(ListFilterSet):
    """Factory, outcome (for readers who are given the whole outcome), whether the verdict holds now."""

    factory = FactoryCodeFilter()
    outcome = ChoiceFilter(choices=Evaluation.Outcome.choices)
    current = BooleanFilter("is_current", help_text="true: only the verdicts that hold now")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not reads_case_criteria(self.request.user):
            del self.filters["outcome"]
            self.filters["current"].field_name = "current_shown"


class CriteriaVersionFilter(ListFilterSet):
    """Code and version."""

    code = CharFilter()
    version = CharFilter()
