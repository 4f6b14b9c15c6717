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
    is_complete,
    letter_for,
    moved_sheet,
    noncompliant_codes,
    sheet_digest,
    sheet_of,
    spoken_answer,
    unanswered_codes,
    with_answers,
)
from assessments.domain.layout import Layout
from tests.assessments.domain.strategies import layouts_with_sheets
from tests.assessments.released import cat

Some = tuple[Layout, list[str]]


@pytest.mark.parametrize(
    ("answer", "compliant", "letter"),
    [
        ("yes", "yes", "C"),
        ("no", "yes", "N"),
        ("yes", "no", "N"),
        ("no", "no", "C"),
        ("not_applicable", "no", "X"),
        ("", "yes", "-"),
    ],
)
def test_polarity_decides_which_spoken_answer_is_a_finding(answer: str, compliant: str, letter: str) -> None:
    assert letter_for(answer, compliant) == letter
    assert spoken_answer(letter, compliant) == answer


@pytest.mark.parametrize(("answer", "compliant"), [("maybe", "yes"), ("yes", "maybe"), ("Y", "no")])
def test_other_words_are_no_answers(answer: str, compliant: str) -> None:
    with pytest.raises(ValueError, match=r"maybe|Y"):
        letter_for(answer, compliant)


def test_another_letter_is_no_answer() -> None:
    with pytest.raises(ValueError, match="'Y'"):
        spoken_answer("Y", "yes")


@given(layouts_with_sheets())
def test_a_sheet_is_its_answers(some: Some) -> None:
    layout, sheets = some

    for sheet in sheets:
        assert sheet_of(answers_of(sheet, layout), layout) == sheet
        assert is_complete(sheet, layout) == (not unanswered_codes(sheet, layout)) == ("-" not in sheet)
        assert len(noncompliant_codes(sheet, layout)) == sheet.count("N")


@given(layouts_with_sheets())
def test_applying_the_changes_between_two_sheets_gives_the_second(some: Some) -> None:
    layout, sheets = some

    for old, new in pairwise(sheets):
        changes = changes_between(old, new, layout)
        assert with_answers(old, {change.question: change.new for change in changes}, layout) == new
        assert all(change.old != change.new for change in changes)
        assert not changes_between(new, new, layout)


@given(layouts_with_sheets())
def test_answers_move_to_another_layout_by_question(some: Some) -> None:
    layout, sheets = some
    cambodia = cat().layouts["KH"]

    for sheet in sheets:
        assert moved_sheet(sheet, layout, layout) == sheet
        assert set(moved_sheet(sheet, layout, cambodia)) == {"-"}


def test_a_question_that_only_the_new_layout_asks_is_unanswered() -> None:
    cambodia, viet_nam = cat().layouts["KH"], cat().layouts["VN"]

    moved = answers_of(moved_sheet("C" * len(viet_nam), viet_nam, cambodia), cambodia)

    assert {code for code, letter in moved.items() if letter == "-"} == {"OS-3-KH01", "FA-5-06"}


@pytest.mark.parametrize("sheet", ["", "CCC", "c" * 252, "Ç" * 252, "C" * 251 + "Y"])
def test_a_sheet_that_does_not_fit_is_refused(sheet: str) -> None:
    with pytest.raises(SheetMisfit):
        check_sheet(sheet, cat().layouts[""])


def test_an_answer_to_a_question_nobody_asks_is_refused() -> None:
    with pytest.raises(UnknownQuestion, match="ZZ-1-01"):
        sheet_of({"ZZ-1-01": "C"}, cat().layouts[""])
    with pytest.raises(SheetMisfit, match="CL-1-01"):
        sheet_of({"CL-1-01": "Y"}, cat().layouts[""])


def test_the_digest_of_a_sheet_covers_all_that_criteria_read() -> None:
    def digest(
        layout: str = "a",
        sheet: str = "CN",
        law: tuple[str, ...] = (),
        cycle: int = 2,
        kind: str = "full",
        **rest: bool,
    ) -> str:
        return sheet_digest(
            layout, sheet, law, cycle=cycle, kind=kind, announced=rest.get("announced", False)
        )

    others = [
        digest(layout="b"),
        digest(sheet="CC"),
        digest(law=("FA-1-01",)),
        digest(cycle=3),
        digest(kind="partial"),
        digest(announced=True),
    ]

    assert len({digest(), *others}) == 7
    assert digest(law=("A", "B")) == digest(law=("B", "A", "A"))
    assert len(digest()) == 64
