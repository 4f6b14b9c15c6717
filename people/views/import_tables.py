"""A list of people to invite as tables: what is in the way, or who would be invited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Role
from files.domain.problems import ImportOutcome
from people.domain.invitation_rows import InvitationRow

SHOWN = 200


def problem_table(outcome: ImportOutcome) -> dict[str, Any] | None:
    """Row, column, what is wrong and what to do; the first 200."""
    if not outcome.problems:
        return None
    columns = [
        {"label": _("Row"), "numeric": True},
        {"label": _("Column")},
        {"label": _("What is wrong")},
        {"label": _("What to do")},
    ]
    rows = []
    for problem in outcome.problems[:SHOWN]:
        wrong, _semicolon, mend = problem.message.rpartition("; ")
        rows.append(
            [problem.row or "–", problem.field or "–", wrong or problem.message, mend if wrong else ""]
        )
    return {"columns": columns, "rows": rows, "number": len(outcome.problems)}


def preview_table(people: Sequence[InvitationRow]) -> dict[str, Any]:
    """The people of a list as they were read; the first 200."""
    columns = [
        {"label": _("Name")},
        {"label": _("E-mail address")},
        {"label": _("Role")},
        {"label": _("Place")},
        {"label": _("From")},
        {"label": _("Until")},
    ]
    rows = [
        [
            row.name, row.email, str(Role(row.role).label), ", ".join(word for _kind, word in row.places) or "–",
            row.from_on.isoformat() if row.from_on else "–", row.until_on.isoformat() if row.until_on else "–",
        ]
        for row in people[:SHOWN]
    ]  # fmt: skip
    return {"columns": columns, "rows": rows, "number": len(people)}
