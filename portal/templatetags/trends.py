"""A report's trend as the charts take it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from files.domain.shares import whole_per_cent

register = template.Library()
Data = dict[str, Any]
Trend = Sequence[Mapping[str, Any]]


@register.filter
def rates(trend: Trend) -> list[Data]:
    """`{% sparkline report.trend|rates %}`: non-compliance of each assessment, oldest first."""
    return [{"n": point["noncompliant"], "of": point["applicable"]} for point in trend]


@register.filter
def trend_points(trend: Trend) -> list[Data]:
    """What trend_chart takes."""
    return [
        {
            "label": date_format(date.fromisoformat(point["assessed_on"]), "M Y"),
            "on": date.fromisoformat(point["assessed_on"]),
            "value": {"n": point["noncompliant"], "of": point["applicable"]},
            "note": _("%(n)s of %(of)s questions") % {"n": point["noncompliant"], "of": point["applicable"]},
        }
        for point in trend
    ]


@register.filter
def trend_finding(trend: Trend) -> str:
    """What the chart shows, in one sentence."""
    known = [point for point in trend if point["applicable"]]
    if not known:
        return _("Nothing was asked yet")
    last = _per_cent(known[-1])
    if len(known) == 1:
        return _("%(last)s%% of the questions were found non-compliant") % {"last": last}
    first = _per_cent(known[0])
    words = {"first": first, "last": last}
    if last < first:
        return _("Non-compliance has fallen from %(first)s%% to %(last)s%%") % words
    if last > first:
        return _("Non-compliance has risen from %(first)s%% to %(last)s%%") % words
    return _("Non-compliance stands at %(last)s%%, as in the beginning") % words


@register.filter
def cluster_series(trend: Trend) -> list[Data]:
    """What small_multiples takes: each cluster over the assessments."""
    names: dict[str, str] = {cluster["code"]: cluster["name"] for row in trend for cluster in row["clusters"]}
    return [
        {
            "name": name,
            "values": [
                {"label": date.fromisoformat(row["assessed_on"]).year, "value": _cluster(row, code)}
                for row in trend
            ],
        }
        for code, name in names.items()
    ]


def _cluster(row: Mapping[str, Any], code: str) -> Data | None:
    found = next((cluster for cluster in row["clusters"] if cluster["code"] == code), None)
    return {"n": found["n"], "of": found["of"]} if found and found["of"] else None


def _per_cent(point: Mapping[str, Any]) -> int:
    return whole_per_cent(point["noncompliant"], point["applicable"])
