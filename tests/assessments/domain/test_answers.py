from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from assessments.domain.answers import (
    SheetMisfit,
    UnknownQuestion,
    answers_of,
    changes_between,
    check_sheet,
    unanswered_codes,
    with_answers,
)
from questionnaires.domain.layout import SheetLayout
from tests.questionnaires.released import cat
from tests.questionnaires.strategies import layouts_with_sheets

Some = tuple[SheetLayout, list[str]]


@given(layouts_with_sheets())
def test_applying_the_changes_between_two_sheets_gives_the_second(some: Some) -> None:
    layout, sheets = some

    for old, new in pairwise(sheets):
        changes = changes_between(old, new, layout)
        assert with_answers(old, {change.question: change.new for change in changes}, layout) == new
        assert all(change.old != change.new for change in changes)
        assert not changes_between(new, new, layout)


@pytest.mark.parametrize("sheet", ["", "CCC", "c" * 252, "Ç" * 252, "C" * 251 + "Y"])
def test_a_sheet_that_does_not_fit_is_refused(sheet: str) -> None:
    with pytest.raises(SheetMisfit):
        check_sheet(sheet, cat().layouts[""])


def test_an_answer_to_a_question_nobody_asks_is_refused() -> None:
    layout = cat().layouts[""]
    with pytest.raises(UnknownQuestion, match="ZZ-1-01"):
        with_answers(layout.empty_sheet, {"ZZ-1-01": "C"}, layout)
    with pytest.raises(SheetMisfit, match="CL-1-01"):
        with_answers(layout.empty_sheet, {"CL-1-01": "Y"}, layout)


@given(layouts_with_sheets())
def test_a_sheet_is_its_answers(some: Some) -> None:
    layout, sheets = some

    for sheet in sheets:
        answers = answers_of(sheet, layout)
        assert "".join(answers[code] for code in layout.codes) == sheet
        assert unanswered_codes(sheet, layout) == tuple(code for code in layout.codes if answers[code] == "-")
