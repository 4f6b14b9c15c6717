"""A form that came back, against the draft that it is for."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from files.domain.problems import Unreadable
from offline_workbook.domain.checking import check_form
from offline_workbook.domain.layout import CheckedForm, word
from offline_workbook.queries import DraftSnapshot
from offline_workbook.workbook.labels import file_sentence
from offline_workbook.workbook.reading import read_form
from offline_workbook.workbook.sheet import answer_words


@dataclass(frozen=True, slots=True)
class WorkbookPreview:
    """What a form would do, ready to be shown."""

    checked: CheckedForm
    sheet: str = ""
    ignored: tuple[str, ...] = ()


class UnfitWorkbook(Exception):
    """A file that is no form for this assessment; says why and what to do."""


def preview_of(content: bytes, snapshot: DraftSnapshot) -> WorkbookPreview:
    """Read a form against the draft that it is for.

    Raises:
        Unfit: it cannot be read, or belongs to another assessment or questionnaire.
    """
    try:
        found = read_form(content)
    except Unreadable as unreadable:
        raise UnfitWorkbook(file_sentence(unreadable.problems[0].code)) from unreadable
    facts = found.technical.facts
    if facts["assessment"] != str(snapshot.draft.id):
        raise UnfitWorkbook(
            _("This form belongs to another assessment. Upload it there, or download one here.")
        )
    if facts["layout"] != snapshot.layout.digest or len(facts["letters"]) != len(snapshot.layout):
        raise UnfitWorkbook(
            _("This form asks %(theirs)s; the assessment asks %(ours)s. Download the form again.")
            % {"theirs": facts["questionnaire"], "ours": snapshot.layout.questionnaire}
        )
    checked = check_form(
        found.rows,
        words=known_words(),
        sent_out=found.technical.sent_out(snapshot.layout.codes),
        current=snapshot.answers,
    )
    if found.problems:
        checked = CheckedForm(problems=tuple(sorted({*found.problems, *checked.problems})))
    return WorkbookPreview(checked, facts["answers"], found.ignored)


def known_words() -> dict[str, str]:
    """The letter behind each word that is an answer, in every language, and the letters themselves."""
    found = {letter.casefold(): letter for letter in "CNX"}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {word(label): letter for letter, label in answer_words().items()}
    return found
