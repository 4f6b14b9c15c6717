"""Flags of groups: false alarms are rare however many groups there are, and a real difference is found.

The reference is written from docs/decisions/0028: exact counting with whole numbers.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from lab.domain.fairness import LEVEL, Grouping, compared, fisher_p, holm

RUNS = 400
FACTORIES = 1500
COUNTRIES = ("BD", "KH", "VN", "ID", "JO", "HT", "NI", "EG", "LK", "PK", "ET", "MG")
PRODUCTS = tuple(f"product {number}" for number in range(25))


@st.composite
def wholes(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """passed, of, all_passed, everybody."""
    everybody = draw(st.integers(1, 60))
    all_passed, of = draw(st.integers(0, everybody)), draw(st.integers(0, everybody))
    passed = draw(st.integers(max(0, of - (everybody - all_passed)), min(of, all_passed)))
    return passed, of, all_passed, everybody


def exact_p(passed: int, of: int, all_passed: int, everybody: int) -> Fraction:
    ways = {
        count: comb(all_passed, count) * comb(everybody - all_passed, of - count)
        for count in range(max(0, of - (everybody - all_passed)), min(of, all_passed) + 1)
    }
    return Fraction(sum(way for way in ways.values() if way <= ways[passed]), comb(everybody, of))


@given(wholes())
def test_the_p_value_is_the_exact_one(whole: tuple[int, int, int, int]) -> None:
    passed, of, all_passed, everybody = whole

    found = fisher_p(passed, of, all_passed=all_passed, everybody=everybody)

    assert found == pytest.approx(float(exact_p(*whole)), rel=1e-6)


def test_it_is_the_published_value() -> None:
    # Fisher's tea tasting (The Design of Experiments, 1935): three of four cups right, two-sided 0.4857
    assert fisher_p(3, 4, all_passed=4, everybody=8) == pytest.approx(0.4857, abs=5e-5)


def test_it_is_exact_in_a_programme_of_100_000() -> None:
    assert fisher_p(3000, 10_000, all_passed=30_000, everybody=100_000) == pytest.approx(1.0)
    assert fisher_p(3300, 10_000, all_passed=30_000, everybody=100_000) < 1e-10


@given(wholes())
def test_a_group_differs_as_much_from_the_rest_as_the_rest_from_it(whole: tuple[int, int, int, int]) -> None:
    passed, of, all_passed, everybody = whole
    rest = (all_passed - passed, everybody - of)

    assert fisher_p(passed, of, all_passed=all_passed, everybody=everybody) == pytest.approx(
        fisher_p(*rest, all_passed=all_passed, everybody=everybody)
    )


def test_a_group_without_a_rest_differs_from_nobody() -> None:
    assert fisher_p(3, 8, all_passed=3, everybody=8) == 1.0


@pytest.mark.parametrize("whole", [(3, 2, 5, 9), (-1, 2, 5, 9), (1, 2, 5, 4), (0, 9, 5, 9)])
def test_a_group_that_does_not_fit_is_refused(whole: tuple[int, int, int, int]) -> None:
    passed, of, all_passed, everybody = whole
    with pytest.raises(ValueError, match="fit"):
        fisher_p(passed, of, all_passed=all_passed, everybody=everybody)


def test_holm_corrects_as_published() -> None:
    # Holm (1979): the smallest times n, the next times n - 1, never smaller than the one before, at most 1
    assert holm([0.04, 0.01, 0.03, 0.9]) == pytest.approx([0.09, 0.04, 0.09, 0.9])
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=20))
def test_holm_is_between_the_value_and_bonferronis(p_values: list[float]) -> None:
    for before, after in zip(p_values, holm(p_values), strict=True):
        assert before <= after <= min(1.0, len(p_values) * before) + 1e-12


def programme(rng: np.random.Generator) -> dict[str, Grouping]:
    """Countries of very different size, four sizes, and products of which a factory makes up to three."""
    weights = np.linspace(1, 8, len(COUNTRIES))
    country = rng.choice(COUNTRIES, size=FACTORIES, p=weights / weights.sum())
    size = rng.choice(("0", "250", "1000", "3000"), size=FACTORIES, p=(0.1, 0.4, 0.35, 0.15))
    made = [rng.choice(PRODUCTS, size=rng.integers(0, 4), replace=False).tolist() for _ in range(FACTORIES)]
    return {
        "country": Grouping.of([name] for name in country.tolist()),
        "size": Grouping.of([name] for name in size.tolist()),
        "product": Grouping.of(made),
    }


def flagged(groupings: dict[str, Grouping], passed: NDArray[np.bool_]) -> list[tuple[str, str]]:
    return [
        (by, group.name)
        for by, groups in compared(groupings, passed).items()
        for group in groups
        if group.apart
    ]


@pytest.mark.parametrize("share", [0.03, 0.3])
def test_with_shuffled_labels_at_most_one_run_in_twenty_flags_anybody(share: float) -> None:
    rng = np.random.default_rng(20180601)
    groupings = programme(rng)
    passed = np.arange(FACTORIES) < share * FACTORIES

    alarms = sum(bool(flagged(groupings, rng.permutation(passed))) for _ in range(RUNS))

    assert alarms <= LEVEL * RUNS


def test_a_planted_bias_of_realistic_size_is_found_and_nobody_else() -> None:
    rng = np.random.default_rng(20180601)
    groupings = programme(rng)
    country = np.zeros(FACTORIES, dtype=np.bool_)
    by_country = groupings["country"]
    country[by_country.row[by_country.group == by_country.names.index("JO")]] = True
    chance = np.where(country, 0.12, 0.30)  # 103 factories pass at 12 per cent where the others pass at 30

    found = [flagged(groupings, rng.random(FACTORIES) < chance) for _ in range(100)]

    assert sum(("country", "JO") in flags for flags in found) > 75
    assert sum(any(flag != ("country", "JO") for flag in flags) for flags in found) <= 5


def test_a_group_is_compared_with_the_rest_and_not_with_a_whole_that_it_is_most_of() -> None:
    """60 of 400 against 9 of 20: the whole's share, 16 per cent, lies within the large group's interval."""
    belongs = [["KH"]] * 400 + [["VN"]] * 20
    passed = np.zeros(420, dtype=np.bool_)
    passed[:60] = passed[400:409] = True

    groups = compared({"country": Grouping.of(belongs)}, passed)["country"]

    assert [group.apart for group in groups] == [True, True]
    assert groups[0].low < passed.mean() < groups[0].high


def test_an_empty_programme_has_no_groups() -> None:
    assert compared({"country": Grouping.of([])}, np.zeros(0, dtype=np.bool_)) == {"country": []}
