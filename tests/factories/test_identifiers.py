"""Check digits: every real identifier holds, and a slip of the pen shows."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.domain import gln, os_id

LISTS = Path(__file__).resolve().parents[2] / "data" / "factory-lists"
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

stems = st.builds(
    "{}{:04d}{:03d}{}".format,
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2),
    st.integers(2015, 2030),
    st.integers(1, 366),
    st.text(SYMBOLS, min_size=5, max_size=5),
)


def real_ids() -> list[str]:
    with (LISTS / "oshub_facilities_5444_2023.csv").open(encoding="utf-8", newline="") as listed:
        return [row["os_id"] for row in csv.DictReader(listed)]


def test_every_real_os_id_is_valid():
    ids = real_ids()

    assert len(ids) == 5444
    assert [one for one in ids if not os_id.is_valid(one)] == []


@given(stems)
def test_exactly_one_check_character_fits_a_stem(stem):
    assert [symbol for symbol in SYMBOLS if os_id.is_valid(stem + symbol)] == [os_id.check_character(stem)]


@given(stems, st.integers(9, 13), st.sampled_from(SYMBOLS))
def test_one_wrong_character_of_an_os_id_always_shows(stem, place, other):
    good = stem + os_id.check_character(stem)
    wrong = good[:place] + other + good[place + 1 :]

    assert os_id.is_valid(wrong) == (wrong == good)


@given(st.text())
def test_no_text_at_all_breaks_the_check(text):
    assert os_id.is_valid(text) in {True, False}
    assert gln.is_valid(text) in {True, False}


@pytest.mark.parametrize(
    "text",
    ["", "KH2019085BAZP1", "kh2019085BAZP1X", "KH2019085BAZPIX", "1H2019085BAZP1X", "KH２０１９085BAZP1X"],
)
def test_what_has_not_the_form_is_no_os_id(text):
    assert not os_id.is_valid(text)


def test_an_os_id_may_be_written_with_spaces_hyphens_and_small_letters():
    real = real_ids()[0]

    assert os_id.normalised(f"{real[:2].lower()} {real[2:9]}-{real[9:]}") == real


@pytest.mark.parametrize("text", ["9506000134352", "0614141000012", "5412345000013"])
def test_published_glns_are_valid(text):
    assert gln.is_valid(text)


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 12), st.sampled_from("0123456789"))
def test_one_wrong_digit_of_a_gln_always_shows(first_twelve, place, other):
    good = first_twelve + gln.check_digit(first_twelve)
    wrong = good[:place] + other + good[place + 1 :]

    assert gln.is_valid(good)
    assert gln.is_valid(wrong) == (wrong == good)


@pytest.mark.parametrize("text", ["", "950600013435", "95060001343521", "９506000134352", "950600013435X"])
def test_what_has_not_the_form_is_no_gln(text):
    assert not gln.is_valid(text)
