"""What can be wrong with an assessor's form, in sentences: what it is, and what to do."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from assessments.domain.answers import NONCOMPLIANT
from offline_workbook.domain.layout import CellProblem
from offline_workbook.workbook.sheet import answer_words


def file_sentence(code: str) -> str:
    """What is wrong with the file as a whole, and what to do."""
    sentences = {
        "empty": _("The file is empty. Choose another."),
        "too_large": _(
            "The file is larger than a form can be (%(mb)s MB, or far more once unpacked). Take pictures and other "
            "sheets out and save it again."
        )
        % {"mb": settings.FORM_MAX_MB},
        "old_format": _(
            "This is an old Excel file, or it has a password. Save it as .xlsx without a password."
        ),
        "no_workbook": _("This is no workbook. Choose the .xlsx file that you filled in."),
        "macros": _("This workbook carries macros. Save it as .xlsx, which has none."),
        "no_form": _(
            "This workbook is no form of ours. Download the form of this assessment and fill it in."
        ),
        "form_changed": _(
            "The hidden part of this form was changed. Download the form again and fill it in."
        ),
        "sheet_missing": _("The sheet with the answers is gone or has another name. Give it back its name."),
    }
    return sentences.get(code) or _(
        "This workbook is broken. Open it, save it again as .xlsx and upload that."
    )


def problem_sentences(problem: CellProblem) -> tuple[str, str]:
    """What is wrong in a cell, and what to do about it."""
    about = {"about": problem.about}
    words = ", ".join(answer_words().values())
    sentences = {
        "formula": (_("It holds a formula, or what looks like one."), _("Type the value itself.")),
        "no_answer": (
            _("“%(about)s” is not an answer.") % about,
            _("Choose one of: %(words)s. Or leave it empty.") % {"words": words},
        ),
        "no_text": (_("“%(about)s” is not text.") % about, _("Type it as text.")),
        "not_text": (_("It holds a character that is no text."), _("Delete the text and type it again.")),
        "too_long": (
            _("%(about)s characters are too many.") % about,
            _("Shorten it to 10,000 characters."),
        ),
        "no_number": (
            _("“%(about)s” is not a number of workers.") % about,
            _("Write a whole number between 0 and 1,000,000, such as 12."),
        ),
        "number_gone": (
            _("The number of workers was %(about)s and is gone.") % about,
            _("Write the number; 0 when nobody is concerned."),
        ),
        "details_without_finding": (
            _("It describes a finding, but the answer is none."),
            _("Answer “%(word)s”, or move the text to the note.") % {"word": answer_words()[NONCOMPLIANT]},
        ),
        "workers_without_finding": (
            _("Workers are concerned, but the answer is no finding."),
            _("Answer “%(word)s”, or empty the cell.") % {"word": answer_words()[NONCOMPLIANT]},
        ),
        "merged": (
            _("The cells %(about)s are merged.") % about,
            _("Split them and fill in each by itself."),
        ),
        "unknown_question": (
            _("“%(about)s” is not a question of this form.") % about,
            _("Put the code back as it was, or download the form again."),
        ),
        "question_twice": (
            _("The question stands here a second time (%(about)s).") % about,
            _("Delete this row."),
        ),
        "no_question": (
            _("This row belongs to no question."),
            _("Empty the cell, or move its text to the question it is about."),
        ),
        "columns_moved": (
            _("The head of the form is not as it went out."),
            _("Put the columns back, or download the form again."),
        ),
        "questions_missing": (
            _("Questions are missing: %(about)s.") % about,
            _("Put their rows back, or download the form again."),
        ),
        "too_much_text": (
            _("All texts together have %(about)s characters: too many.") % about,
            _("Upload the form with a part of the texts, then the rest."),
        ),
    }
    return sentences[problem.code]
