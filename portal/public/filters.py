"""What the list of publicly reported issues can be narrowed by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from factories.filters.lists import CountryFilter, ListFilterSet, SearchFilter, SortedForm, both_ways
from factories.queries.search import factories_matching_publicly
from portal.queries import issue_choices, public_assessments, public_countries, was_compliant, was_found

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.models import PublicAssessment

FOUND, NOT_FOUND = "found", "none"


class PublicIssueFilter(ListFilterSet):
    """Words, country, issue, how it came out, and cycle; without a cycle the latest published assessments."""

    q = SearchFilter(label=_("Factory or code"))
    country = CountryFilter("factory__country")
    issue = ChoiceFilter(label=_("Issue"), empty_label=_("All issues"), method="with_issue")
    outcome = ChoiceFilter(
        label=_("Result"),
        choices=[(FOUND, _("Found")), (NOT_FOUND, _("None found"))],
        empty_label=_("All"),
        method="with_outcome",
    )
    cycle = ChoiceFilter(label=_("Cycle"), empty_label=_("Latest"), method="of_cycle")

    # names may be shared; a factory has one row of a cycle
    orders = {
        key: replace(order, unique="factory_id")
        for key, order in both_ways({"name": (F("factory__name"), str), "found": (F("found"), int)}).items()
    }
    usual = "name"

    class Meta:
        form = SortedForm

    def __init__(self, *args: Any, cycles: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = public_countries(public_assessments().filter(is_latest=True))
        self.offer("country", ((c.code, c.name) for c in countries))
        self.offer("issue", issue_choices())
        self.offer("cycle", ((str(cycle), _("Cycle %(n)s") % {"n": cycle}) for cycle in cycles))

    def called(self, text: str) -> Q:
        """Part of a name, today's or a former one, or a code."""
        return Q(factory__in=factories_matching_publicly(text))

    def with_issue(
        self, rows: QuerySet[PublicAssessment], _name: str, question: str
    ) -> QuerySet[PublicAssessment]:
        """At which it was found, was not found, or was asked, as the result says."""
        ways = {FOUND: was_found(question), NOT_FOUND: was_compliant(question)}
        either = was_found(question) | was_compliant(question)
        return rows.filter(ways.get(self.values.get("outcome", ""), either))

    def with_outcome(
        self, rows: QuerySet[PublicAssessment], _name: str, outcome: str
    ) -> QuerySet[PublicAssessment]:
        """With any issue found, or with none; of a chosen issue see `with_issue`."""
        if self.values.get("issue"):
            return rows
        return rows.filter(found=0) if outcome == NOT_FOUND else rows.filter(found__gt=0)

    def of_cycle(
        self, rows: QuerySet[PublicAssessment], _name: str, _cycle: str
    ) -> QuerySet[PublicAssessment]:
        """Chosen before everything else: see `_filtered`."""
        return rows

    def _filtered(self, queryset: QuerySet[Any], *, without: Sequence[str] = ()) -> QuerySet[Any]:
        cycle = self.values.get("cycle")
        chosen = {"cycle": cycle, "is_last_of_cycle": True} if cycle else {"is_latest": True}
        return super()._filtered(queryset.filter(**chosen), without=without)
