"""What an assessor's form says to whoever fills it in: beside the cells, and on a sheet of its own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from offline_workbook.domain.layout import ANSWER, DETAILS, LONGEST_TEXT, MOST_WORKERS, NOTE, WORKERS
from offline_workbook.workbook.sheet import HEAD_ROW, answer_words

LONGEST_TITLE, LONGEST_MESSAGE = 32, 255  # of what a spreadsheet shows beside a cell

Formats = dict[str, Any]


def check_cells(sheet: Any, last: int) -> None:
    """What a spreadsheet says before and after something is typed."""
    words = list(answer_words().values())
    sheet.data_validation(
        HEAD_ROW,
        ANSWER,
        last,
        ANSWER,
        {"validate": "list", "source": words}
        | _input_message(_("Answer"), _("Choose from the list. Leave it empty while it is not answered."))
        | _refused(_("Not an answer"), _("Choose one of: %(words)s") % {"words": ", ".join(words)}),
    )
    number = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": MOST_WORKERS}
    sheet.data_validation(
        HEAD_ROW,
        WORKERS,
        last,
        WORKERS,
        number
        | _input_message(_("Workers concerned"), _("How many workers the finding concerns: a whole number."))
        | _refused(_("Not a number"), _("Write a whole number, such as 12.")),
    )
    text = {"validate": "length", "criteria": "<=", "value": LONGEST_TEXT}
    too_long = _refused(_("Too long"), _("At most 10,000 characters."))
    found = _input_message(
        _("What was found"), _("For a non-compliance: what was seen, where. No names of workers.")
    )
    sheet.data_validation(HEAD_ROW, DETAILS, last, DETAILS, text | too_long | found)
    why = _input_message(_("Note"), _("For the team. When a question does not apply: why."))
    sheet.data_validation(HEAD_ROW, NOTE, last, NOTE, text | too_long | why)


def _input_message(title: str, message: str) -> dict[str, str]:
    return {"input_title": title[:LONGEST_TITLE], "input_message": message[:LONGEST_MESSAGE]}


def _refused(title: str, message: str) -> dict[str, str]:
    return {"error_title": title[:LONGEST_TITLE], "error_message": message[:LONGEST_MESSAGE]}


def write_instructions(sheet: Any, formats: Formats) -> None:
    """The sheet of instructions."""
    sheet.set_column(0, 0, 100)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, _("How to fill in this form"), formats["title"])
    for row, text in enumerate(instructions(), start=2):
        sheet.write_string(row, 0, text, formats["text"])
    sheet.protect()


def instructions() -> list[str]:
    """The steps, in the language in force."""
    words = answer_words()
    return [
        _("1. On the first sheet, fill in the light cells; everything else is locked."),
        _("2. For each question choose an answer from the list: %(words)s. Empty means not answered.")
        % {"words": ", ".join(words.values())},
        _(
            "3. “%(word)s” says that the factory complies, whatever the question asks; the third column says when."
        )
        % {"word": words["C"]},
        _(
            "4. For a non-compliance, write what was found and how many workers it concerns. No names of workers."
        ),
        _("5. When a question does not apply, write why in the note."),
        _("6. Type values, not formulas. Do not merge cells or move rows and columns."),
        _(
            "7. Save as .xlsx and upload it on the assessment's page. You see what it changes before it is stored."
        ),
        _("8. What you leave as it was changes nothing, even if a colleague has answered it meanwhile."),
    ]
