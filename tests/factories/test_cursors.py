"""A cursor spells a place and is read back; anything else is no place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.domain.cursors import Cursor, parse

values = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",))) | st.integers(
    -(2**63), 2**63 - 1
)


@given(values, st.integers(-(2**63), 2**63 - 1), st.booleans())
def test_a_cursor_is_read_back_as_it_was_written(value, row_id, backwards):
    cursor = Cursor(value, row_id, backwards)

    assert parse(cursor.text()) == cursor


@pytest.mark.parametrize("text", ["", "x", "W10", "bnVsbA", "WzEsMl0", "e30", "ü", "=" * 9, "W3RydWUsMSwwXQ"])
def test_a_text_that_nobody_was_given_is_no_cursor(text):
    assert parse(text) is None


@given(st.text())
def test_no_text_at_all_breaks_the_reading(text):
    parse(text)


def test_numbers_beyond_the_database_are_no_cursor():
    assert parse(Cursor(2**80, 1).text()) is None
    assert parse(Cursor("a", 2**80).text()) is None
