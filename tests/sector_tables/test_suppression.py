"""An attacker reads whole sector tables, all levels, and reckons what is hidden. Written from docs/decisions/0029."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.domain.layout import SheetLayout, Slot, build_layout
from sector_tables.domain.sector import SMALL_GROUP, AssessedSheet, sector_table
from sector_tables.domain.suppression import Cell, hidden_cells
from tests.sector_tables.attacker import determined, upper_bounds

DAY = date(2018, 6, 1)
COUNTRIES = ("BD", "HT", "ID", "JO", "KH", "NI", "VN")


def cells(**countries: int) -> dict[Cell, int]:
    """One line of a table, with its total."""
    line = {(country, "CO-1"): number for country, number in countries.items()}
    return {**line, ("", "CO-1"): sum(countries.values())}


def hidden(**countries: int) -> set[str]:
    return {country for country, _code in hidden_cells(cells(**countries))}


def test_a_total_and_six_shown_countries_do_not_give_the_seventh_away() -> None:
    assert hidden(BD=40, HT=3, ID=30, JO=12, KH=50, NI=6, VN=60) == {"HT", "NI"}


def test_nothing_is_hidden_beside_large_groups() -> None:
    assert hidden(BD=5, HT=5) == set()
    assert hidden(BD=40) == set()


def test_a_single_country_of_few_is_hidden_with_its_total() -> None:
    assert hidden(HT=4) == {"", "HT"}


def test_the_last_country_shown_stays_and_the_total_goes() -> None:
    assert hidden(KH=80, HT=3) == {"", "HT"}


def test_several_small_countries_hide_each_other() -> None:
    assert hidden(BD=40, HT=4, NI=3, KH=50) == {"HT", "NI"}


def test_groups_of_one_are_known_from_their_number_and_need_a_companion() -> None:
    assert hidden(BD=40, HT=1, NI=1, KH=50) == {"HT", "NI", "BD"}
    assert hidden(HT=1, NI=1, JO=1, ID=1, VN=1) == {"", "HT", "NI", "JO", "ID", "VN"}


def test_neighbouring_lines_hide_the_same_country() -> None:
    table = {
        **{(country, "CO-1"): number for country, number in {"": 67, "HT": 7, "JO": 20, "NI": 40}.items()},
        **{(country, "CO-1-01"): number for country, number in {"": 50, "HT": 3, "JO": 20, "NI": 27}.items()},
        **{(country, "CO-1-02"): number for country, number in {"": 43, "HT": 3, "JO": 20, "NI": 20}.items()},
        **{(country, "CO-1-03"): number for country, number in {"": 42, "HT": 3, "JO": 20, "NI": 19}.items()},
    }

    assert hidden_cells(table) == {(c, f"CO-1-0{n}") for c in ("HT", "JO") for n in (1, 2, 3)}


def test_a_point_of_one_question_does_not_give_its_question_away() -> None:
    """Two countries were asked the first question alone, Jordan the second: the point less the one is the other."""
    table = {
        ("HT", "CO-1"): 9, ("NI", "CO-1"): 7, ("JO", "CO-1"): 4, ("", "CO-1"): 20,
        ("HT", "CO-1-01"): 9, ("NI", "CO-1-01"): 7, ("", "CO-1-01"): 16,
        ("JO", "CO-1-02"): 4, ("", "CO-1-02"): 4,
    }  # fmt: skip

    found = hidden_cells(table)

    assert not determined(table, found) & {cell for cell, number in table.items() if number < SMALL_GROUP}


@st.composite
def line_tables(draw: st.DrawFn) -> dict[Cell, int]:
    return cells(**draw(st.dictionaries(st.sampled_from(COUNTRIES), st.integers(1, 12), min_size=1)))


@settings(max_examples=400)
@given(line_tables())
def test_of_any_line_the_hidden_may_be_five_or_more_and_cannot_be_reckoned(table: dict[Cell, int]) -> None:
    found = hidden_cells(table)

    assert {cell for cell, number in table.items() if number < SMALL_GROUP} <= found
    assert not determined(table, found)
    assert all(bound >= SMALL_GROUP for bound in upper_bounds(table, found).values())


@settings(max_examples=400)
@given(line_tables())
def test_no_more_is_hidden_than_one_beside_the_small(table: dict[Cell, int]) -> None:
    found = hidden_cells(table)
    large = {cell for cell in found if table[cell] >= SMALL_GROUP}

    assert len(large) <= 1
    assert bool(large) <= bool(found)


def country_layout(country: str, rng: np.random.Generator) -> SheetLayout:
    """Two clusters of up to three points; each country asks some of each point's three questions, perhaps one alone."""
    points = [(f"{cluster}-{number}", cluster) for cluster in ("CO", "FA") for number in (1, 2, 3)]
    slots = [
        Slot(f"{point}-{number:02}", cluster, point, scored=True)
        for point, cluster in points
        for number in (1, 2, 3)
        if rng.random() < 0.5
    ] or [Slot("CO-1-01", "CO", "CO-1", scored=True)]
    return build_layout("cat@9.9", country, slots, points=points, national_law=[])


@st.composite
def sector_tables(draw: st.DrawFn) -> dict[Cell, tuple[int, int]]:
    """A year of random sheets, counted: (non-compliant, assessed) by cell."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    asked = draw(st.floats(0.3, 1))
    sheets: dict[str, list[AssessedSheet]] = defaultdict(list)
    for country in COUNTRIES[: draw(st.integers(1, len(COUNTRIES)))]:
        layout = country_layout(country, rng)
        for number in range(rng.choice([1, 2, 3, 4, 6, 12])):
            letters = np.where(rng.random(len(layout)) < asked, rng.choice(list("CN"), len(layout)), "-")
            sheet = AssessedSheet(f"{country}-{number}", DAY, "".join(letters), layout)
            sheets[country].append(sheet)
            sheets[""].append(sheet)
    counted: dict[Cell, tuple[int, int]] = {}
    for country, together in sheets.items():
        table = sector_table(together)
        for row in (*table.clusters, *table.points, *table.questions):
            if row.assessed:
                counted[country, row.code] = row.noncompliant, row.assessed
    return counted


@settings(max_examples=300, deadline=None)
@given(sector_tables())
def test_an_attacker_finds_no_hidden_group_below_five_in_whole_tables(
    counted: dict[Cell, tuple[int, int]],
) -> None:
    assessed = {cell: number for cell, (_bad, number) in counted.items()}

    found = hidden_cells(assessed)

    small = {cell for cell, number in assessed.items() if number < SMALL_GROUP}
    assert small <= found
    assert not determined(assessed, found) & small
    assert all(bound >= SMALL_GROUP for bound in upper_bounds(assessed, found).values())


@settings(max_examples=50, deadline=None)
@given(sector_tables())
def test_the_attacker_succeeds_where_only_small_groups_are_hidden(
    counted: dict[Cell, tuple[int, int]],
) -> None:
    """The attack is a real one: what it knows to be true holds of every table, and it finds what is left open."""
    assessed = {cell: number for cell, (_bad, number) in counted.items()}
    line = {country: number for (country, code), number in assessed.items() if code == "CO"}
    small = {(country, "CO") for country, number in line.items() if number < SMALL_GROUP}

    assert all(determined(assessed, frozenset({cell})) == {cell} for cell in small if cell[0])


def test_no_table_is_too_large() -> None:
    rng = np.random.default_rng(20180601)
    table: dict[Cell, int] = {}
    for code in [f"CO-{point}-{number:02}" for point in range(40) for number in range(6)]:
        line = cells(**{country: int(rng.integers(1, 200)) for country in COUNTRIES})
        table |= {(country, code): number for (country, _code), number in line.items()}

    found = hidden_cells(table)

    assert not determined(table, found) & {cell for cell, number in table.items() if number < SMALL_GROUP}


@pytest.mark.parametrize("numbers", [{}, {("", "CO"): 9, ("KH", "CO"): 9}])
def test_what_hides_nothing(numbers: dict[Cell, int]) -> None:
    assert hidden_cells(numbers) == frozenset()
