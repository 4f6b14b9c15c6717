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
    """What the table says, and from how many factories. `lines`: all of them.

    The sentence holds by the counts, not by the printed per cents, and speaks of the lines that are shown.
    """
    shown = [line for line in lines if line.share is not None]
    top = max(line.share for line in shown if line.share is not None)
    highest = [line for line in shown if line.share == top]
    first = highest[0].line
    where = country or _("the whole programme")
    source = {"where": where, "year": year, "n": number_format(assessed, force_grouping=True)}
    words: dict[str, Any] = {"percent": first.percent}
    if not top:
        finding = _("No factory was non-compliant on anything shown")
    elif len(highest) > 1:
        words["lines"] = len(highest)
        finding = _(
            "On each of %(lines)s lines, %(percent)s%% of factories were non-compliant, more than on any other shown"
        )
    else:
        words |= {"name": highest[0].name, "n": first.noncompliant, "of": first.assessed}
        finding = _(
            "%(name)s: non-compliant in %(n)s of %(of)s factories (%(percent)s%%), more than anything else shown"
        )
    return {
        "finding": finding % words,
        "source": capfirst(
            _("%(where)s, %(year)s: latest final assessment of each of %(n)s factories") % source
        ),
    }
