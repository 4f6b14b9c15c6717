"""Columns of the list of factories: the latest final assessment of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import ExpressionWrapper, F, IntegerField, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, Score, TeamMember
from factory_table.queries.columns import ListColumn, Shown

if TYPE_CHECKING:
    from countries.queries.local_time import LocalDays

FINAL = Assessment.State.FINAL


def columns(_days: LocalDays) -> list[ListColumn]:
    """When each was assessed last and by whom, its rate, and how far the rate moved since the assessment before."""
    finals = Assessment.objects.filter(factory=OuterRef("pk"), state=FINAL).order_by("-assessed_on", "-cycle")
    leads = TeamMember.objects.filter(assessment__factory=OuterRef("pk"), assessment__state=FINAL).order_by(
        "-assessment__assessed_on", "-assessment__cycle", "-is_lead", "user__name", "user"
    )
    return [
        ListColumn(
            "assessed", _("Last assessed"), Subquery(finals.values("assessed_on")[:1]), Shown.DAY, usual=True
        ),
        ListColumn("rate", _("Non-compliance"), _rate(0), Shown.SHARE, usual=True),
        ListColumn(
            "change",
            _("Trend, in percentage points"),
            ExpressionWrapper(_rate(0) - _rate(1), output_field=IntegerField()),
            Shown.CHANGE,
        ),
        ListColumn("adviser", _("Assessed last by"), Subquery(leads.values("user__name")[:1]), Shown.TEXT),
    ]


def _rate(back: int) -> Subquery:
    """Ten-thousandths of the applicable questions that were non-compliant, so many final assessments back."""
    scores = Score.objects.filter(assessment__factory=OuterRef("pk"), assessment__state=FINAL).order_by(
        "-assessment__assessed_on", "-assessment__cycle"
    )
    shares = scores.filter(applicable__gt=0).annotate(
        share=ExpressionWrapper(F("noncompliant") * 10000 / F("applicable"), output_field=IntegerField())
    )
    return Subquery(shares.values("share")[back : back + 1])
