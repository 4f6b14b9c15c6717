"""The sector tables' chart and its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from sector_tables.queries.compared_lines import ComparedLine

register = template.Library()


@register.filter
def sector_bars(lines: Sequence[ComparedLine]) -> list[dict[str, Any]]:
    """What bar_table takes."""
    return [
        {
            "label": line.name,
            "value": {"n": line.line.noncompliant, "of": line.line.assessed},
            "strong": place == 0,
        }
        for place, line in enumerate(lines)
    ]


@register.simple_tag
def sector_words(lines: Sequence[ComparedLine], country: str, year: int, assessed: int) -> dict[str, str]:
    """What the chart shows, and from how many factories."""
    first = lines[0]
    words = {"name": first.name, "percent": first.line.percent}
    where = country or _("the whole programme")
    source = {"where": where, "year": year, "n": number_format(assessed, force_grouping=True)}
    return {
        "finding": _("%(name)s: non-compliant in %(percent)s%% of factories, more than anything else")
        % words,
        "source": capfirst(
            _("%(where)s, %(year)s: latest final assessment of each of %(n)s factories") % source
        ),
    }
