"""What the reference pages can be narrowed by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.queries.sectors import sector_years
from portal.filters import SEARCH, ListFilter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

MARKS = [
    ("", _("Every question")),
    ("public", _("Publicly reported")),
    ("zero_tolerance", _("Zero tolerance")),
    ("core", _("Core labour standards")),
]
LEVELS = [("point", _("Compliance points")), ("cluster", _("Clusters")), ("question", _("Questions"))]


class QuestionFilter(ListFilter):
    """Words, country, mark."""

    q = forms.CharField(
        label=_("Words or code"),
        required=False,
        max_length=80,
        widget=forms.TextInput({**SEARCH, "placeholder": _("Words or code")}),
    )
    country = forms.ChoiceField(label=_("As asked in"), required=False)
    mark = forms.ChoiceField(label=_("Marks"), required=False, choices=MARKS)

    def __init__(self, asked: QueryDict, *, countries: Iterable[tuple[str, str]]) -> None:
        super().__init__(asked)
        choices = [("", _("Every country")), *countries]
        self.fields["country"].choices = choices  # type: ignore[attr-defined]


class SectorFilter(ListFilter):
    """Country, year, level."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)
    level = forms.ChoiceField(label=_("By"), required=False, choices=LEVELS)

    def __init__(self, asked: QueryDict, *, countries: Iterable[tuple[str, str]]) -> None:
        super().__init__(asked)
        self.fields["country"].choices = [("", _("All countries")), *countries]  # type: ignore[attr-defined]
        self.years = sector_years()
        self.fields["year"].choices = [(str(year), str(year)) for year in self.years]  # type: ignore[attr-defined]
