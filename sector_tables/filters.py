"""Which sector table: the choices of its page and of its API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from factories.filters.lists import CountryFilter, ListFilterSet
from sector_tables.models import SectorCount
from sector_tables.queries.sectors import Level, sector_countries, sector_years

if TYPE_CHECKING:
    from django.db.models import QuerySet


LONGEST_CODE = 20
LEVELS: list[tuple[Level, Any]] = [
    ("point", _("Compliance points")),
    ("cluster", _("Clusters")),
    ("question", _("Questions")),
]


class SectorFilter(ListFilterSet):
    """Which sector table: country, year, and how finely. Only what has figures can be chosen."""

    country = CountryFilter()
    year = ChoiceFilter(label=_("Year"), empty_label=None)
    level = ChoiceFilter(label=_("By"), choices=LEVELS, empty_label=None)
    under = CharFilter(
        method="below",
        widget=forms.HiddenInput,
        max_length=LONGEST_CODE,
        help_text="a cluster's or point's code, as OS or OS-8: only what belongs to it",
    )

    def __init__(
        self, data: Any = None, queryset: QuerySet[SectorCount] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, SectorCount.objects.all() if queryset is None else queryset, **kwargs)
        self.countries, self.years = sector_countries(), sector_years()
        self.offer("country", self.countries.items())
        self.offer("year", [(year, year) for year in self.years])

    @property
    def chosen(self) -> tuple[str, int | None, Level]:
        """Country ("" for the programme), year (None when there are no figures at all) and level of a page's table."""
        newest = self.years[0] if self.years else None
        return (
            self.values.get("country", ""),
            int(year) if (year := self.values.get("year")) else newest,
            self.values.get("level") or "point",
        )

    @property
    def narrowed_to(self) -> str:
        """The cluster or point to which a page's table is narrowed; "" for none, and where clusters are shown."""
        code: str = self.values.get("under", "")
        return "" if self.chosen[2] == "cluster" else code

    def below(self, rows: QuerySet[SectorCount], _name: str, code: str) -> QuerySet[SectorCount]:
        """The points or questions of a cluster or of a point."""
        return rows.filter(code__startswith=f"{code}-")

    def filter_queryset(self, queryset: QuerySet[SectorCount]) -> QuerySet[SectorCount]:
        """The counts asked for; an empty country is the whole programme, none at all is every country."""
        rows = super().filter_queryset(queryset)
        return rows.filter(country="") if self.data.get("country") == "" else rows
