"""Perhaps the same: what makes somebody look twice, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countries.domain.country_words import country_words
from factories.domain.matching import MatchReason, MatchRecord, Suspicions
from factories.domain.profiles import MatchProfile
from files.domain.names import match_name, match_text

ROAD = "12 Mill Road, Meanchey, Phnom Penh"


def known(name: str, address: str = ROAD, country: str = "KH") -> MatchRecord:
    profile = MatchProfile(name, address, country_words(country))
    return MatchRecord(object(), country, match_name(name), match_text(address), profile)


def because(first: MatchRecord, second: MatchRecord) -> MatchReason | None:
    suspicions = Suspicions()
    suspicions.add(first)
    likes = suspicions.likes(second)
    return likes[0].because if likes else None


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (known("Lotus Garments"), known("LOTUS GARMENTS LTD", "Elsewhere 1, Takeo"), MatchReason.SAME_NAME),
        (known("Lotus Garments"), known("Lotus Garment"), MatchReason.SAME_ADDRESS),
        (known("Garments Lotus"), known("Lotus Garments"), MatchReason.SAME_ADDRESS),
        (
            known("Lotus Garments Factory"),
            known("Lotus Garment Factory", "No. 12, Mill Rd, Meanchey, Phnom Penh"),
            MatchReason.ALIKE,
        ),
    ],
)
def test_what_makes_somebody_look_twice_has_a_reason(one, other, reason):
    assert because(one, other) is reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (known("Lotus Garments"), known("Lotus Garments", country="VN")),
        (known("Lotus Garments"), known("Orchid Knitting")),
        (known("Lotus Garments Unit 1"), known("Lotus Garments Unit 2")),
        (known("Lotus Garments Unit II"), known("Lotus Garments Unit III")),
        (known("Lotus Garments A"), known("Lotus Garments B")),
        (known("Lotus Garments", "Dhaka"), known("Lotus Garment", "Dhaka")),
        (known("Lotus Garments"), known("Lotus Garment", "99 Harbour Street, Sihanoukville Port")),
    ],
)
def test_what_is_plainly_another_factory_is_left_alone(one, other):
    assert because(one, other) is None


def test_a_number_with_a_leading_zero_is_the_same_number():
    assert because(known("Lotus Garments Unit 05"), known("Lotus Garment Unit 5")) is MatchReason.SAME_ADDRESS


@given(st.text(), st.text())
def test_likeness_never_breaks_on_any_text(name, address):
    first, second = known(name, address), known(name, address)

    assert because(first, second) in {MatchReason.SAME_NAME, MatchReason.SAME_ADDRESS}


def test_the_first_of_several_is_named():
    suspicions = Suspicions()
    for one in (known("Orchid"), known("Lotus", "A road 1 of Takeo"), known("Lotus", "B road 2 of Takeo")):
        suspicions.add(one)

    likes = suspicions.likes(known("Lotus", "C road 3 of Takeo"))

    assert likes[0].known.address == "a road 1 of takeo"
