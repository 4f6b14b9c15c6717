"""What rows of evidence files are checked against."""

from __future__ import annotations

from datetime import date, datetime

from advisory.models import AdvisoryVisit
from countries.queries.local_time import programme_day
from factories.queries.file_lookups import factory_lookup
from files.domain.row_reader import Lookups
from questionnaires.models import Question


def lookups_for_evidence(now: datetime, *, with_visits: bool = False, since_began: bool = True) -> Lookups:
    """Factories, question codes and, when asked for, the known visits. At most five queries."""
    return Lookups(
        factories=factory_lookup(now, since_began=since_began),
        questions=frozenset(Question.objects.values_list("code", flat=True)),
        visits=_visits() if with_visits else None,
        today=programme_day(now),
    )


def _visits() -> frozenset[tuple[str, date, int]]:
    rows = AdvisoryVisit.objects.filter(superseded_at__isnull=True)
    return frozenset(rows.values_list("factory__code", "visited_on", "number"))
