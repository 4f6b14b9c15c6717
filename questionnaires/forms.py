"""What the page of a questionnaire can be narrowed by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from factories.filters.lists import LONGEST_SEARCH, FilterForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

MARKS = [
    ("", _("Every question")),
    ("public", _("Publicly reported")),
    ("zero_tolerance", _("Zero tolerance")),
    ("core", _("Core labour standards")),
]


class QuestionFilter(FilterForm):
    """Words, country, mark. A form alone: a questionnaire is a document, no table."""

    q = forms.CharField(
        label=_("Words or code"),
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "placeholder": _("Words or code")}),
    )
    country = forms.ChoiceField(label=_("As asked in"), required=False)
    mark = forms.ChoiceField(label=_("Marks"), required=False, choices=MARKS)

    def __init__(self, parameters: QueryDict, *, countries: Iterable[tuple[str, str]]) -> None:
        super().__init__(parameters)
        choices = [("", _("Every country")), *countries]
        self.fields["country"].choices = choices  # type: ignore[attr-defined]
