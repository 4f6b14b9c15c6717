"""What the list of assessments and the sector tables can be narrowed by, on their pages and in the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from assessments.models import Assessment, SectorCount
from assessments.queries.sectors import Level, sector_countries, sector_years
from factories.filters.lists import CountryFilter, FactoryCodeFilter, ListFilterSet, SearchFilter
from factories.queries.search import named

if TYPE_CHECKING:
    from django.db.models import QuerySet


class AssessmentFilter(ListFilterSet):
    """Words, country, state, kind; by address and API also one factory."""

    q = SearchFilter(label=_("Factory or code"), method="search")
    country = CountryFilter("factory__country")
    state = ChoiceFilter(label=_("State"), choices=Assessment.State.choices, empty_label=_("All"))
    kind = ChoiceFilter(label=_("Kind"), choices=Assessment.Kind.choices, empty_label=_("All"))
    factory = FactoryCodeFilter()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_countries()

    def search(self, assessments: QuerySet[Assessment], _name: str, text: str) -> QuerySet[Assessment]:
        """Of the factories that the words name."""
        return assessments.filter(factory__in=named(text))


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

    def filter_queryset(self, queryset: QuerySet[SectorCount]) -> QuerySet[SectorCount]:
        """The counts asked for; an empty country is the whole programme, none at all is every country."""
        rows = super().filter_queryset(queryset)
        return rows.filter(country="") if self.data.get("country") == "" else rows
