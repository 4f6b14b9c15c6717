"""What a form would do, as the tables of its preview."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from assessments.domain.answers import UNANSWERED
from offline_workbook.domain.layout import CheckedForm, WorkbookChange
from offline_workbook.workbook.labels import problem_sentences
from offline_workbook.workbook.sheet import answer_words
from questionnaires.queries.questionnaires import Words

MOST_SHOWN = 200
LONGEST_SHOWN = 300  # characters of a text

Table = dict[str, Any]


def counts(checked: CheckedForm) -> list[dict[str, Any]]:
    """How much of what; nothing that does not happen but new, changed and unchanged."""
    labels = {
        "new": _("new answers"),
        "changed": _("changed answers"),
        "taken_back": _("taken back"),
        "words": _("texts alone"),
        "conflict": _("answered otherwise meanwhile"),
    }
    rows = [(checked.count(kind), label, kind) for kind, label in labels.items()]
    shown = [(value, label) for value, label, kind in rows if value or kind in {"new", "changed"}]
    return [
        {"value": value, "label": label} for value, label in [*shown, (checked.unchanged, _("unchanged"))]
    ]


def problem_table(checked: CheckedForm) -> Table | None:
    """Every problem by its cell, up to MOST_SHOWN."""
    rows = []
    for problem in checked.problems[:MOST_SHOWN]:
        what, mend = problem_sentences(problem)
        rows.append([problem.cell or _("the form"), what, mend])
    return _table([_("Cell"), _("What is wrong"), _("What to do")], rows)


def change_table(changes: Sequence[WorkbookChange], words: Words) -> Table | None:
    """What stands now and what the form says, a question a row."""
    letters = {**answer_words(), UNANSWERED: _("Not answered")}
    rows = [
        [
            {"text": change.question, "sub": words[change.question].text},
            letters[change.current],
            {"text": letters[change.new], "sub": _written(change)},
        ]
        for change in changes
    ]
    return _table([_("Question"), _("As it stands"), _("In the form")], rows)


def retained_table(checked: CheckedForm) -> Table | None:
    """Texts of the form that are not taken, beside those that stay."""
    rows = [
        [f"{text.cell} {text.question}", _short(text.theirs), _short(text.ours)] for text in checked.retained
    ]
    return _table([_("Cell"), _("As it stands"), _("In the form")], rows)


def _written(change: WorkbookChange) -> str:
    """What is written beside the answer, as far as it changes."""
    parts = []
    if change.details is not None:
        parts.append(change.details or _("What was found is emptied."))
    if change.workers is not None:
        parts.append(_("Workers concerned: %(n)s") % {"n": change.workers})
    if change.note is not None:
        parts.append(
            _("Note: %(text)s") % {"text": change.note} if change.note else _("The note is emptied.")
        )
    return _short(" · ".join(parts))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]} …"


def _table(labels: Sequence[str], rows: list[list[Any]]) -> Table | None:
    return {"columns": [{"label": label} for label in labels], "rows": rows} if rows else None
