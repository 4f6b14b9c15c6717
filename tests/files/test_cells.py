"""One cell: what it says, or what is wrong with it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from files.domain.cells import (
    BadCell,
    FormulaText,
    day,
    decimal_degrees,
    guarded,
    plain_text,
    unguarded,
    whole_number,
    yes_or_no,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1250", 1250),
        ("1,250", 1250),
        ("1 250", 1250),
        ("1'250", 1250),
        ("1\u00a0250", 1250),
        ("12,345,678", 12_345_678),
        ("977.0", 977),
        ("0", 0),
    ],
)
def test_a_whole_number_may_have_its_thousands_parted(text, value):
    assert whole_number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "12,5",
        "1.250",
        "1,25",
        "100-150",
        "about 50",
        "5 %",
        "1e3",
        "１２",
        "²",
        "",
        "--5",
        "1,2500",
        "9" * 13,
    ],
)
def test_what_could_be_misread_is_no_whole_number(text):
    with pytest.raises(BadCell) as bad:
        whole_number(text)

    assert bad.value.code == "not_a_number"


@given(st.integers(0, 2_000_000_000))
def test_every_number_in_range_is_read_back_however_it_is_parted(number):
    assert whole_number(str(number)) == whole_number(f"{number:,}") == number


@given(st.integers())
def test_a_number_out_of_range_is_told(number):
    if 0 <= number <= 10:
        assert whole_number(str(number), most=10) == number
    else:
        with pytest.raises(BadCell, match=r"correct it|write digits"):
            whole_number(str(number), most=10)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("11.5564", "11.556400"),
        ("-73", "-73.000000"),
        ("1e-05", "0.000010"),
        ("-0.0", "0.000000"),
        ("+4.1", "4.100000"),
    ],
)
def test_degrees_have_six_places(text, value):
    assert str(decimal_degrees(text, limit=90)) == value


@pytest.mark.parametrize(
    "text", ["1_0", "11,5", "１１", "NaN", "sNaN", "Infinity", "11°33'", "", "1e", "1" * 60]
)
def test_what_is_no_number_of_degrees_is_told(text):
    with pytest.raises(BadCell, match="write decimals"):
        decimal_degrees(text, limit=90)


@given(st.decimals(-90, 90, places=6))
def test_every_place_on_earth_is_read_back(degrees):
    assert decimal_degrees(str(degrees), limit=90) == degrees


@pytest.mark.parametrize("text", ["91", "-90.000001", "1e2"])
def test_a_place_off_the_earth_is_told(text):
    with pytest.raises(BadCell, match="between -90 and 90"):
        decimal_degrees(text, limit=90)


def test_degrees_are_exact_and_not_rounded_through_a_float():
    assert decimal_degrees("25.2609919", limit=90) == Decimal("25.260992")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2018-06-01", date(2018, 6, 1)),
        ("01/06/2018", date(2018, 6, 1)),
        ("1/6/2018", date(2018, 6, 1)),
        ("2018-06-01T00:00:00", date(2018, 6, 1)),
        ("2018-06-01 09:30", date(2018, 6, 1)),
    ],
)
def test_a_day_is_said_in_two_ways(text, said):
    assert day(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "2018-06-01xyz",
        "2018-6-1",
        "06/31/2018",
        "31/02/2018",
        "2018",
        "1 June 2018",
        "1899-12-31",
        "0/0/0000",
        "",
    ],
)
def test_what_is_no_day_is_told(text):
    with pytest.raises(BadCell, match="write it as 2018-06-01"):
        day(text)


@given(st.dates(date(1900, 1, 1)))
def test_every_day_is_read_back(said):
    assert day(said.isoformat()) == day(f"{said:%d/%m}/{said.year:04d}") == said


@pytest.mark.parametrize(
    ("text", "value"), [("Yes", True), ("TRUE", True), ("1", True), ("no", False), ("0", False)]
)
def test_yes_and_no_have_many_spellings(text, value):
    assert yes_or_no(text) is value


def test_what_is_neither_yes_nor_no_is_told():
    with pytest.raises(BadCell, match="write one of them"):
        yes_or_no("perhaps")


@pytest.mark.parametrize(
    "text", ["=1+1", "= SUM(A1)", "+HYPERLINK(1)", "-cmd(1)", "@SUM(A1)", "-2+3|cmd!A0", "#REF!"]
)
def test_no_number_or_day_is_read_from_a_formula(text):
    for read in (
        whole_number,
        day,
        yes_or_no,
        lambda cell: decimal_degrees(cell, limit=90),
    ):
        with pytest.raises(BadCell) as bad:
            read(text)
        assert bad.value.code == "formula"


def test_a_cell_that_computes_is_no_text_and_what_a_broken_formula_left_is_none():
    for text in (FormulaText('="Or"&"chid"'), FormulaText("=A1").strip(), "#REF!"):
        with pytest.raises(BadCell) as bad:
            plain_text(text, longest=99)
        assert bad.value.code == "formula"


@pytest.mark.parametrize(
    "text",
    ["- Treze de Maio", "+84 8 3829", "@Mill Road", "A=B", "--", "= 12 workers paid late", "=> exit 3 locked",
     "- overtime(weekday) unpaid", "=1+1", "-cmd(1)", "=cmd|' /C calc'!A0"],
)  # fmt: skip
def test_text_may_begin_with_a_sign(text):
    assert plain_text(text, longest=99) == text


@given(st.text())
def test_what_was_guarded_for_a_spreadsheet_is_read_back_as_it_was(text):
    assert unguarded(guarded(text)) == text


@given(st.text())
def test_no_guarded_text_begins_like_a_formula(text):
    assert not guarded(text).startswith(("\t", "\r", "\n"))
    assert not guarded(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@given(st.text(), st.integers(1, 50))
def test_text_is_one_line_without_blanks_around_it_or_told(text, longest):
    try:
        said = plain_text(text, longest=longest)
    except BadCell as bad:
        said = ""
        told = str(bad)
    else:
        told = "all well; go on"

    assert ";" in told
    assert said == " ".join(said.split())
    assert len(said) <= longest
