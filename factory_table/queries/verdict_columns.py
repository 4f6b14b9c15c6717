"""Columns of the list of factories: the current verdict on each, for those who read whole verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, CharField, F, OuterRef, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from criteria.models import Evaluation
from criteria.queries.verdicts import current_evaluations
from factory_table.queries.columns import ListColumn, Shown

if TYPE_CHECKING:
    from countries.queries.local_time import LocalDays

NEAR_MISS = "close"
WORDS = {
    Evaluation.Outcome.ELIGIBLE: _("eligible"),
    NEAR_MISS: _("close"),
    Evaluation.Outcome.NOT_ELIGIBLE: _("not eligible"),
    Evaluation.Outcome.INCOMPLETE: Evaluation.Outcome.INCOMPLETE.label,
}


def columns(_days: LocalDays) -> list[ListColumn]:
    """The outcome, near misses apart, and how many rules are not met."""
    current = current_evaluations().filter(factory=OuterRef("pk"))
    outcome = Case(When(close=True, then=Value(NEAR_MISS)), default=F("outcome"), output_field=CharField())
    return [
        ListColumn(
            "verdict",
            _("Verdict"),
            Subquery(current.annotate(called=outcome).values("called")[:1]),
            Shown.CHOICE,
            words=WORDS,
            usual=True,
        ),
        ListColumn("rules", _("Rules not met"), Subquery(current.values("failed_rules")[:1]), Shown.NUMBER),
    ]
