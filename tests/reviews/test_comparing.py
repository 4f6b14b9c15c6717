"""Comparing two looks at answers: properties."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.answer_merge import Answer
from reviews.domain.comparing import changed_codes, digest_of_answers

answers = st.builds(
    Answer,
    letter=st.sampled_from("CNX-"),
    details=st.sampled_from(["", "Locked.", "Open."]),
    workers=st.none() | st.integers(0, 3),
    attribution=st.sampled_from(["", "factory"]),
    note=st.sampled_from(["", "No dormitory."]),
)
sheets = st.dictionaries(st.sampled_from(["A-1-01", "A-1-02", "B-1-01", "B-2-01"]), answers)


@given(sheets)
def test_nothing_changed_between_the_same_answers(sheet):
    assert changed_codes(sheet, sheet) == ()


@given(sheets, sheets)
def test_writing_what_changed_over_the_former_answers_gives_the_latter(before, after):
    changed = changed_codes(before, after)

    mended = before | {code: after.get(code, Answer()) for code in changed}

    assert changed_codes(mended, after) == ()
    assert set(changed_codes(after, before)) == set(changed)


@given(sheets, sheets)
def test_two_digests_are_equal_exactly_where_nothing_changed(before, after):
    codes = sorted({*before, *after})

    is_same = digest_of_answers(codes, before) == digest_of_answers(codes, after)

    assert is_same == (not changed_codes(before, after))
