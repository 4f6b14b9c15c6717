"""Files of evidence other than assessments: read and checked against what is registered."""

from __future__ import annotations

from datetime import datetime

from advisory.kinds import KINDS
from evidence_files.kinds import CheckedEvidence, check_evidence
from evidence_files.queries import lookups_for_evidence
from files.workbook.tables import FileTable

__all__ = ["KINDS", "checked_evidence"]


def checked_evidence(
    kind: str, table: FileTable, *, now: datetime, since_began: bool = True
) -> CheckedEvidence:
    """The rows of a file of one kind, typed, and everything wrong with them. `since_began`: earlier days are wrong.

    Raises:
        KeyError: the kind is none of `KINDS`.
        Unreadable: something deep in the file cannot be read as a table.
    """
    lookups = lookups_for_evidence(now, with_visits=kind == "visit-findings", since_began=since_began)
    return check_evidence(kind, table.columns, table.rows, lookups)
