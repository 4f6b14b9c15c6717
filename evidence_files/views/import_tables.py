"""How a bulk file came out, as tables of its page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


def import_counts(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows read, and what became (or would become) of what is in them."""
    labels = {
        "rows": _("rows read"),
        "created": _("new"),
        "updated": _("changed"),
        "unchanged": _("unchanged"),
    }
    return [{"value": result[name], "label": label} for name, label in labels.items() if name in result]


def import_problems(result: Mapping[str, Any]) -> dict[str, Any] | None:
    """Every problem by row and column, as far as they are kept."""
    rows = [
        [
            _("row %(row)s") % {"row": problem["row"]} if problem["row"] else _("the file"),
            problem["field"] or "–",
            what,
            _sentence(mend),
        ]
        for problem in result.get("problems", ())
        for what, _between, mend in [problem["message"].partition("; ")]
    ]
    columns = [_("Row"), _("Column"), _("What is wrong"), _("What to do")]
    return {"columns": [{"label": label} for label in columns], "rows": rows} if rows else None


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else "–"
