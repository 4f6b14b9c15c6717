"""What the figures are called, and where their lists are."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from factory_table.queries.standing import ACTIVE, NEAR, OPEN_CASE, STANDINGS
from overview.queries.figures import (
    ASSESSED,
    ASSESSMENTS,
    DUE,
    PLAN_FIGURES,
    VERIFIED_ITEMS,
    VISITS_DONE,
    VISITS_DUE,
)
from overview.queries.plan_items import VERIFIED

LABELS: dict[str, str | Promise] = {
    **STANDINGS,
    ASSESSMENTS: _("Final assessments"),
    ASSESSED: _("Factories assessed"),
    VISITS_DUE: _("Assessments due"),
    VISITS_DONE: _("Due assessments begun"),
    DUE: _("Plan items due"),
    VERIFIED_ITEMS: _("Plan items verified"),
}
LESS_IS_BETTER = {OPEN_CASE: True, ACTIVE: None, NEAR: None, DUE: None, VISITS_DUE: None}
"""Where it is not that more is better; None: neither is."""


def figure_url(name: str, *, year: int, is_over: bool, country: str) -> str:
    """The list of exactly the rows that a figure counts."""
    if name in STANDINGS:
        then = {"state": "all", "at": year} if is_over else {}
        return listed("factory_table:list", country=country, status=name, **then)
    if name == ASSESSED:
        return listed("factory_table:list", country=country, state="all", assessed=year)
    if name == ASSESSMENTS:
        return listed("assessments:list", country=country, state="final", year=year)
    if name in PLAN_FIGURES:
        state = "done" if name == VISITS_DONE else ""
        return listed("scheduling:plan", view="due", country=country, year=year, state=state)
    if name == DUE:
        return listed("overview:plan_items", country=country, due=year)
    return listed("overview:plan_items", country=country, state=VERIFIED, verified=year)


def listed(route: str, **parameters: Any) -> str:
    """A list's address with its filters; empty ones are left out."""
    query = urlencode({name: value for name, value in parameters.items() if value != ""})
    return f"{reverse(route)}?{query}" if query else reverse(route)
