"""Words of the portal's templates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from files.domain.shares import whole_per_cent, with_per_cent_sign
from portal.queries import issue_title, statement

register = template.Library()

PILLARS: dict[str, str | Promise] = {
    "compliance": _("Compliance"),
    "management_systems": _("Management systems"),
    "social_dialogue": _("Social dialogue"),
    "learning": _("Learning"),
}

ORDERS: dict[str, str | Promise] = {
    "name": _("name"),
    "country": _("country"),
    "workers": _("workers"),
    "recognised": _("recognition"),
    "rate": _("non-compliance"),
    "found": _("issues found"),
}

STATUSES: dict[str, str | Promise] = {
    "not_started": _("not started"),
    "in_progress": _("in progress"),
    "done": _("done by the factory"),
    "verified": _("verified"),
    "reopened": _("reopened"),
}


@register.filter
def plan_status(status: str) -> Any:
    """`{{ item.status|plan_status }}`: the status of a plan item in the reader's language."""
    return STATUSES.get(status, status)


@register.filter
def order_name(key: str) -> Any:
    """`{{ key|order_name }}`: what a list is ordered by."""
    return ORDERS.get(key, key)


@register.filter
def pillar_name(code: str) -> Any:
    """`{{ one.pillar|pillar_name }}`: the pillar in the reader's language."""
    return PILLARS.get(code, code)


@register.filter
def criteria_address(name: str) -> str:
    """`{{ listing.criteria|criteria_address }}`: where "high-performance/1.0" stands word for word."""
    return reverse("criteria:criteria", args=name.split("/"))


@register.filter
def products(text: str) -> list[str]:
    """`{% for one in factory.products|products %}`: what a factory makes, one by one."""
    return [part.strip() for part in text.split(";") if part.strip()]


@register.filter
def women_share(factory: Any) -> int | None:
    """`{{ factory|women_share }}`: women among the workers in whole per cents; None when not counted."""
    if not factory.workers or factory.women_workers is None:
        return None
    return whole_per_cent(factory.women_workers, factory.workers)


@register.filter
def as_day(text: str | None) -> date | None:
    """`{{ row.assessed_on|as_day|day }}`: a day of a projection's JSON."""
    return date.fromisoformat(text) if text else None


@register.filter
def tenths(value: int | None) -> str:
    """`{{ rate.mean|tenths }}` → "18.4%": tenths of per cents, as the language writes them."""
    if value is None:
        return "–"
    return with_per_cent_sign(number_format(Decimal(value) / 10, decimal_pos=1), get_language())


@register.filter
def with_outcome(issues: list[dict[str, Any]], outcome: str) -> list[dict[str, Any]]:
    """`{{ issues|with_outcome:"not_met" }}`: those that came out so."""
    return [issue for issue in issues if issue["outcome"] == outcome]


@register.filter
def issue_statement(issue: dict[str, Any]) -> str:
    """`{{ one|issue_statement }}`: what was found of a publicly reported issue."""
    return statement(issue)


@register.filter
def issue_titles(row: Any) -> list[str]:
    """`{{ row|issue_titles|listed }}`: the issues found in a published assessment."""
    return [issue_title(question) for question in row.found_questions.strip("|").split("|") if question]


@register.filter
def recurring_titles(row: Any) -> list[str]:
    """`{{ row|recurring_titles|listed }}`: those of them that an earlier cycle found as well."""
    return [issue_title(question) for question in row.recurring_questions.strip("|").split("|") if question]
