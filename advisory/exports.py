"""Evidence as files, in the columns of its imports: what goes out comes in again and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from advisory.domain.evidence_rows import KINDS
from advisory.models import (
    AdvisoryVisit,
    CommitteeReview,
    LearningRecord,
    PlanItem,
    SystemsReview,
    ZeroToleranceCase,
)
from assessments.models import Finding
from files.exports import Table

if TYPE_CHECKING:
    from django.db.models import Model


Rows = Iterator[Sequence[Any]]


_MODELS: Mapping[str, type[Model]] = {
    "visits": AdvisoryVisit,
    "plan-items": PlanItem,
    "committees": CommitteeReview,
    "systems": SystemsReview,
    "learning": LearningRecord,
    "zero-tolerance": ZeroToleranceCase,
}


def _versions(kind: str) -> Table:
    """The current rows of a kind that is kept in versions."""
    columns = KINDS[kind].columns
    fields = ["factory__code" if column == "factory" else column for column in columns]
    rows = _MODELS[kind]._default_manager.filter(superseded_at__isnull=True)
    ordered = rows.order_by("factory__code", *fields[1:3], "pk").values_list(*fields)
    return Table(kind, columns, (_spelt(row) for row in ordered.iterator(2000)))


def _visit_findings() -> Table:
    rows = Finding.objects.filter(visit__isnull=False, withdrawn_at__isnull=True)
    fields = ("factory__code", "visit__visited_on", "question", "details")
    ordered = rows.order_by("factory__code", "visit__visited_on", "question", "pk")
    columns = KINDS["visit-findings"].columns
    return Table(
        "visit-findings", columns, (_spelt(row) for row in ordered.values_list(*fields).iterator(2000))
    )


def _spelt(row: Sequence[Any]) -> list[Any]:
    """Values as files spell them: yes and no, days as ISO."""
    return [("yes" if value else "no") if isinstance(value, bool) else _day(value) for value in row]


def _day(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


EXPORTS: Mapping[str, Callable[[], Table]] = {
    "visit-findings": _visit_findings,
    # each bound to its own kind
    **{kind: (lambda kind=kind: _versions(kind)) for kind in _MODELS},  # type: ignore[misc]
}
