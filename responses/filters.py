"""What the API's list of findings can be narrowed by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, DateFilter, UUIDFilter

from factories.filters.lists import CountryFilter, FactoryCodeFilter, ListFilterSet, SearchFilter

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from assessments.models import Finding


class FindingFilter(ListFilterSet):
    """Words, country, factory, assessment, question, whether it is fixed; and the language of the texts."""

    q = SearchFilter(label=_("Factory or code"))
    country = CountryFilter("factory__country")
    factory = FactoryCodeFilter()
    assessment = UUIDFilter("assessment_id", help_text="an assessment's id")
    question = CharFilter(help_text="a question's code, as OS-8-06")
    fixed = BooleanFilter(
        "fixed_on", lookup_expr="isnull", exclude=True, help_text="whether it was verified as fixed"
    )
    found_from = DateFilter("found_on", lookup_expr="gte", help_text="found on this day or later")
    language = ChoiceFilter(
        method="in_language",
        choices=settings.LANGUAGES,
        help_text="of the texts; otherwise by Accept-Language",
    )

    def in_language(self, findings: QuerySet[Finding], _name: str, _language: str) -> QuerySet[Finding]:
        """Every finding: the language decides how they are written."""
        return findings
