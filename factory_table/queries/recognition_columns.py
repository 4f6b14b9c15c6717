"""A column of the list of factories: whose recognition is public. What is still being decided is in the worklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from factory_table.queries.columns import ListColumn, Shown
from recognition.models import Recognition

if TYPE_CHECKING:
    from countries.queries.local_time import LocalDays

PUBLISHED = Recognition.State.PUBLISHED


def columns(_days: LocalDays) -> list[ListColumn]:
    """Which factories are recognised now."""
    public = Recognition.objects.filter(factory=OuterRef("pk"), state=PUBLISHED)
    return [
        ListColumn(
            "recognition",
            _("Recognition"),
            Subquery(public.values("state")[:1]),
            Shown.CHOICE,
            words={PUBLISHED: PUBLISHED.label},
        )
    ]
