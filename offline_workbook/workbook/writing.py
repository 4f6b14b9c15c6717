"""The form that an assessor fills in without the product: one row a question, locked around the cells to fill in."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import xlsxwriter
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from assessments.domain.answers import NONCOMPLIANT
from offline_workbook.domain.layout import (
    ANSWER,
    CODE,
    COMPLIANT_WHEN,
    DETAILS,
    LAW,
    NOTE,
    QUESTION,
    WORKERS,
    WorkbookAnswer,
    hash_of,
)
from offline_workbook.queries import DraftSnapshot
from offline_workbook.workbook.help import Formats, check_cells, write_instructions
from offline_workbook.workbook.sheet import HEAD_ROW, SHAPE, TECHNICAL, Technical, answer_words, head_words
from questionnaires.queries.questionnaires import QuestionWords, Words

WIDTHS = {CODE: 10, QUESTION: 52, COMPLIANT_WHEN: 11, LAW: 22, ANSWER: 17, DETAILS: 46, WORKERS: 11, NOTE: 34}
LONGEST_CELL = 32_000  # what XLSX holds; only imported notes may be longer
INK, PAPER, RULE = "#1f2937", "#eef2f5", "#c9d2da"
OPEN, BAD, QUIET = "#fffdf2", "#fbe3dd", "#eceff1"


def form_workbook(snapshot: DraftSnapshot, words: Words, *, language: str) -> bytes:
    """The form of a draft, with what is answered already, in a language."""
    with override(language):
        return _written(snapshot, words, language)


def _written(snapshot: DraftSnapshot, words: Words, language: str) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    formats = _formats(book)
    answers, instructions = book.add_worksheet(_("Answers")[:31]), book.add_worksheet(_("Instructions")[:31])
    technical = book.add_worksheet(TECHNICAL)
    if get_language_info(language)["bidi"]:
        answers.right_to_left()
        instructions.right_to_left()
    last = _write_answers(answers, snapshot, words, formats)
    check_cells(answers, last)
    _colour(answers, last, formats)
    _lay_out(answers, last)
    write_instructions(instructions, formats)
    facts = {
        "shape": SHAPE,
        "assessment": str(snapshot.draft.id),
        "questionnaire": snapshot.layout.questionnaire,
        "country": snapshot.layout.country,
        "layout": snapshot.layout.digest,
        "language": language,
        "answers": answers.get_name(),
        "instructions": instructions.get_name(),
        "head": hash_of("\n".join(head_words())),
        "letters": "".join(answer.letter for answer in snapshot.answers.values()),
    }
    for place, row in enumerate(Technical(facts, _texts(snapshot.answers)).rows):
        for column, text in enumerate(row):
            technical.write_string(place, column, text)
    technical.very_hidden()
    technical.protect()
    book.close()
    return target.getvalue()


def _texts(answers: Mapping[str, WorkbookAnswer]) -> tuple[tuple[str, str, str, str], ...]:
    return tuple(
        (
            code,
            hash_of(answer.details[:LONGEST_CELL]),
            "" if answer.workers is None else str(answer.workers),
            hash_of(answer.note[:LONGEST_CELL]),
        )
        for code, answer in answers.items()
        if answer.details or answer.note or answer.workers is not None
    )


def _formats(book: Any) -> Formats:
    base = {"font_color": INK, "valign": "top", "text_wrap": True, "border": 1, "border_color": RULE}
    bold = {"bold": True, "font_color": INK, "valign": "vcenter"}
    return {
        "title": book.add_format({**bold, "font_size": 14}),
        "quiet": book.add_format({"font_color": "#5b6670"}),
        "head": book.add_format({**base, **bold, "bg_color": PAPER}),
        "cluster": book.add_format({**bold, "font_size": 13, "bg_color": PAPER}),
        "point": book.add_format({**bold, "bottom": 1, "bottom_color": RULE}),
        "locked": book.add_format(base),
        "open": book.add_format({**base, "locked": False, "bg_color": OPEN, "num_format": "@"}),
        "number": book.add_format({**base, "locked": False, "bg_color": OPEN, "num_format": "0"}),
        "bad": book.add_format({"bg_color": BAD}),
        "off": book.add_format({"bg_color": QUIET}),
        "text": book.add_format({"font_color": INK, "valign": "top", "text_wrap": True}),
    }


def _write_answers(sheet: Any, snapshot: DraftSnapshot, words: Words, formats: Formats) -> int:
    """The sheet to fill in; the last row, counting from 0."""
    draft = snapshot.draft
    title = f"{draft.factory_name} ({draft.factory}), {draft.assessed_on.isoformat()}"
    sheet.write_string(0, 0, title, formats["title"])
    sheet.write_string(1, 0, snapshot.layout.questionnaire, formats["quiet"])
    for column, text in enumerate(head_words()):
        sheet.write_string(HEAD_ROW - 1, column, text, formats["head"])
    row = HEAD_ROW - 1
    cluster = point = ""
    for code, answer in snapshot.answers.items():
        question = words[code]
        if question.cluster != cluster:
            row, cluster = row + 1, question.cluster
            _heading(sheet, row, question.cluster_name, formats["cluster"])
        if question.point != point:
            row, point = row + 1, question.point
            _heading(sheet, row, question.point_name, formats["point"])
        row += 1
        _write_question(sheet, row, question, answer, formats)
    return row


def _heading(sheet: Any, row: int, text: str, how: Any) -> None:
    for column in WIDTHS:
        sheet.write_blank(row, column, None, how)
    sheet.write_string(row, QUESTION, text, how)


def _write_question(
    sheet: Any, row: int, question: QuestionWords, answer: WorkbookAnswer, formats: Formats
) -> None:
    locked, free = formats["locked"], formats["open"]
    yes = _("Yes") if question.compliant_answer == "yes" else _("No")
    sheet.write_string(row, CODE, question.code, locked)
    sheet.write_string(row, QUESTION, question.text, locked)
    sheet.write_string(row, COMPLIANT_WHEN, yes, locked)
    sheet.write_string(row, LAW, question.legal_reference, locked)
    _write_text(sheet, row, ANSWER, answer_words().get(answer.letter, ""), free)
    _write_text(sheet, row, DETAILS, answer.details, free)
    _write_text(sheet, row, NOTE, answer.note, free)
    if answer.workers is None:
        sheet.write_blank(row, WORKERS, None, formats["number"])
    else:
        sheet.write_number(row, WORKERS, answer.workers, formats["number"])


def _write_text(sheet: Any, row: int, column: int, text: str, how: Any) -> None:
    if text:
        sheet.write_string(row, column, text[:LONGEST_CELL], how)
    else:
        sheet.write_blank(row, column, None, how)


def _colour(sheet: Any, last: int, formats: Formats) -> None:
    """A finding stands out, and what it still lacks."""
    found = answer_words()[NONCOMPLIANT].replace('"', '""')
    row = HEAD_ROW + 1
    sheet.conditional_format(
        HEAD_ROW,
        ANSWER,
        last,
        ANSWER,
        {"type": "formula", "criteria": f'=$E{row}="{found}"', "format": formats["bad"]},
    )
    sheet.conditional_format(
        HEAD_ROW,
        DETAILS,
        last,
        WORKERS,
        {"type": "formula", "criteria": f'=AND($A{row}<>"",$E{row}<>"{found}")', "format": formats["off"]},
    )


def _lay_out(sheet: Any, last: int) -> None:
    for column, width in WIDTHS.items():
        sheet.set_column(column, column, width)
    sheet.freeze_panes(HEAD_ROW, QUESTION + 1)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW - 1)
    sheet.print_area(0, 0, last, NOTE)
    sheet.hide_gridlines(2)
