"""The desk's chart: where the factories of each country stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from portal.queries import CountryFigures

register = template.Library()


@register.filter
def country_figure_rows(figures: Sequence[CountryFigures]) -> list[dict[str, Any]]:
    """What stacked_table takes: recognised, close, in need of attention first."""
    listed = reverse("factory_table:list")
    return [
        {
            "label": figure.name,
            "url": f"{listed}?country={figure.country}",
            "parts": [figure.recognised, figure.close, figure.struggling],
        }
        for figure in figures
    ]


@register.simple_tag
def country_figure_series() -> list[dict[str, str]]:
    """The chart's series, in the order of the parts."""
    return [
        {"label": _("Recognised"), "tone": "gold"},
        {"label": _("Close"), "tone": "1"},
        {"label": _("Priority"), "tone": "not"},
    ]
