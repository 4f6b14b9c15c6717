"""How many criteria a factory met at each of its assessments."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from criteria.queries.past_outcomes import Outcomes

if TYPE_CHECKING:
    from portal.models import SupplierReport

MOST = 6  # assessments, so that a long history costs no more than a short one


def assessment_days(report: SupplierReport | None) -> list[date]:
    """The days of the factory's latest full assessments, oldest first."""
    trend = report.trend if report else []
    return [date.fromisoformat(point["assessed_on"]) for point in trend if point["applicable"]][-MOST:]


def met_points(outcomes: Outcomes, codes: Collection[str]) -> list[dict[str, Any]]:
    """What trend_chart takes: of some criteria, how many were met on each day."""
    return [
        {
            "label": date_format(day, "M Y"),
            "on": day,
            "value": counts["met"],
            "note": _("of %(n)s") % {"n": number_format(counts["all"])},
        }
        for day in sorted(outcomes)
        if (counts := met_counts(outcomes[day], codes))["all"]
    ]


def met_counts(outcomes: Mapping[str, str], codes: Collection[str]) -> dict[str, int]:
    """How many of some criteria were met, and how many there are."""
    counted = [outcome for code, outcome in outcomes.items() if code in codes]
    return {"met": counted.count("met"), "all": len(counted)}


def met_finding(points: list[dict[str, Any]]) -> str:
    """What the chart shows, in one sentence."""
    if not points:
        return ""
    first, last = points[0]["value"], points[-1]["value"]
    words = {"first": number_format(first), "last": number_format(last)}
    if last > first:
        return _("Criteria met have risen from %(first)s to %(last)s") % words
    if last < first:
        return _("Criteria met have fallen from %(first)s to %(last)s") % words
    return _("Criteria met: %(last)s, as in the beginning") % words
