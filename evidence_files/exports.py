"""Evidence as files, in the columns of its imports: what goes out comes in again and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from advisory.kinds import KINDS, VISIT_FINDINGS, EvidenceKind
from files.exports import ExportTable


def _table(kind: EvidenceKind) -> ExportTable:
    """The current rows of a kind."""
    columns = kind.columns
    paths = ["factory__code" if name == "factory" else kind[name].path or name for name in columns]
    rows = kind.model._default_manager
    if kind is VISIT_FINDINGS:  # its table holds the findings of assessments too
        current = rows.filter(visit__isnull=False, withdrawn_at__isnull=True)
    else:
        current = rows.filter(superseded_at__isnull=True)
    ordered = current.order_by(*paths[:3], "pk").values_list(*paths)
    return ExportTable(kind.name, columns, (_spelt(row) for row in ordered.iterator(2000)))


def _spelt(row: Sequence[Any]) -> list[Any]:
    """Values as files spell them: yes and no, days as ISO."""
    return [("yes" if value else "no") if isinstance(value, bool) else _day(value) for value in row]


def _day(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


EXPORTS: Mapping[str, Callable[[], ExportTable]] = {
    name: partial(_table, kind) for name, kind in KINDS.items()
}
