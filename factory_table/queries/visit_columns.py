"""A column of the list of factories: when each is to be assessed next, for those who plan. No day, no advisers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from factory_table.queries.columns import ListColumn, Shown
from scheduling.models import PlannedAssessment

if TYPE_CHECKING:
    from countries.queries.local_time import LocalDays


def columns(_days: LocalDays) -> list[ListColumn]:
    """By when the next assessment is due."""
    planned = PlannedAssessment.objects.filter(factory=OuterRef("pk"), state__in=PlannedAssessment.OPEN)
    return [
        ListColumn("next_due", _("Next assessment due"), Subquery(planned.values("due_on")[:1]), Shown.DAY)
    ]
