"""The open register, and what of a factory's report everybody may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet

from portal.models import SupplierReport
from portal.queries.listings import CountryCount, in_order_of_names
from portal.queries.wording import reword_issues

if TYPE_CHECKING:
    from factories.models import Factory


def public_issues_of(factory_id: int) -> dict[str, Any] | None:
    """The publicly reported issues of a factory with their outcome; None before its second assessment.

    One query, in English; else two.
    """
    issues = SupplierReport.objects.filter(pk=factory_id).values_list("public_issues", flat=True).first()
    return reword_issues(issues)


def by_country(factories: QuerySet[Factory]) -> list[CountryCount]:
    """How many of the factories each country has, in order of the countries' names. One query."""
    rows = factories.order_by().values("country_id").annotate(number=Count("pk"))
    return in_order_of_names(CountryCount(row["country_id"], row["number"]) for row in rows)
