"""Sector tables, and the figures that the programme's reports printed, from sheets to the printed digit."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.domain.layout import SheetLayout
from sector_tables.domain.sector import (
    AssessedSheet,
    SectorRow,
    SectorTable,
    is_small_group,
    latest_in_period,
    printed_percent,
    sector_table,
)
from tests.questionnaires.released import cat
from tests.questionnaires.strategies import layouts_with_sheets

PUBLISHED = tomllib.loads((Path(__file__).parent / "published_figures.toml").read_text(encoding="utf-8"))
DAY = date(2018, 6, 1)


def _count_for(figure: dict[str, Any], assessed: int) -> int:
    """The count that the source gives, or else one that prints as its per cent."""
    if "noncompliant" in figure:
        return int(figure["noncompliant"])
    return next(n for n in range(assessed + 1) if 200 * n >= (2 * figure["percent"] - 1) * assessed)


def _questions_under(code: str, layout: SheetLayout) -> list[str]:
    return [
        slot.code for slot in layout.slots if slot.scored and code in {slot.code, slot.point, slot.cluster}
    ]


def _sheets(
    layout: SheetLayout, factories: int, counts: dict[str, int], assessed: dict[str, int]
) -> list[AssessedSheet]:
    """Sheets with exactly the wanted counts: the first n factories are non-compliant on whatever the count is for.

    For a point (or cluster), each factory fails another one of its questions that has no count of its own.
    """
    answers = [dict.fromkeys(layout.codes, "C") for _ in range(factories)]
    for code, count in counts.items():
        under = _questions_under(code, layout)
        free = [question for question in under if question == code or question not in counts]
        for number in range(count):
            if not any(answers[number][question] == "N" for question in under):
                answers[number][free[number % len(free)]] = "N"
    for code, count in assessed.items():
        for number in range(count, factories):
            answers[number][code] = "X"
    return [AssessedSheet(f"F{n:04}", DAY, "".join(one.values()), layout) for n, one in enumerate(answers)]


@cache
def _table_of(name: str) -> SectorTable:
    report = next(one for one in PUBLISHED["report"] if one["name"] == name)
    layout = cat().layouts[report["country"]]
    factories = report["factories"]
    assessed = {figure["code"]: figure["assessed"] for figure in report["figures"] if "assessed" in figure}
    # questions before points: a point's factories are then counted on top of those that its questions gave
    figures = sorted(report["figures"], key=lambda figure: -len(figure["code"]))
    counts = {
        figure["code"]: _count_for(figure, assessed.get(figure["code"], factories)) for figure in figures
    }
    return sector_table(_sheets(layout, factories, counts, assessed))


FIGURES = [
    pytest.param(report, figure, id=f"{report['section']} {report['name']} {figure['code']}")
    for report in PUBLISHED["report"]
    for figure in report["figures"]
]


@pytest.mark.parametrize(("report", "figure"), FIGURES)
def test_a_published_figure_is_printed_to_the_digit(report: dict[str, Any], figure: dict[str, Any]) -> None:
    table = _table_of(report["name"])

    row = table.row(figure["code"])

    assert row.assessed == figure.get("assessed", report["factories"])
    if "noncompliant" in figure:
        assert row.noncompliant == figure["noncompliant"]
    if "percent" in figure:
        assert row.percent == figure["percent"]


def test_every_section_of_the_published_figures_is_covered() -> None:
    sections = {one["section"] for one in (*PUBLISHED["report"], *PUBLISHED["change"])}

    assert sections == {f"5.{number}" for number in range(2, 12)}


@pytest.mark.parametrize("change", PUBLISHED["change"], ids=lambda change: change["section"])
def test_additional_non_compliant_factories_since_the_report_before(change: dict[str, Any]) -> None:
    layout, before = cat().layouts[change["country"]], change["before"]
    wanted = change["additional"]

    earlier = sector_table(_sheets(layout, change["factories"], dict.fromkeys(wanted, before), {}))
    later = sector_table(_sheets(layout, change["factories"], {c: before + n for c, n in wanted.items()}, {}))

    assert {code: later.row(code).noncompliant - earlier.row(code).noncompliant for code in wanted} == wanted


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (43, 54, 80),
        (7, 54, 13),
        (5, 54, 9),
        (51, 64, 80),
        (6, 25, 24),
        (12, 25, 48),
        (26, 27, 96),
        (1, 8, 13),  # 12.5: the half goes up, also where rounding to even would go down
        (1, 200, 1),
        (1, 201, 0),
        (0, 3, 0),
        (3, 3, 100),
        (199, 200, 100),
    ],
)
def test_per_cents_are_whole_and_halves_go_up(part: int, whole: int, percent: int) -> None:
    assert printed_percent(part, whole) == percent


@given(st.integers(1, 10_000), st.data())
def test_a_printed_per_cent_is_within_half_a_per_cent_of_the_share(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))

    printed = printed_percent(part, whole)

    assert printed is not None
    assert -whole < 2 * (100 * part - printed * whole) < whole or 2 * (printed * whole - 100 * part) == whole
    assert 0 <= printed <= 100


def test_nothing_assessed_has_no_per_cent_and_nonsense_is_refused() -> None:
    assert printed_percent(0, 0) is None
    for part, whole in ((-1, 5), (6, 5), (1, 0)):
        with pytest.raises(ValueError, match="no share"):
            printed_percent(part, whole)


def test_only_factories_where_something_was_asked_count() -> None:
    layout = cat().layouts["KH"]
    full = "C" * len(layout)
    no_housing = "".join("X" if code.startswith("OS-7") else "C" for code in layout.codes)
    remote = "".join("N" if code == "CO-1-01" else "-" for code in layout.codes)

    table = sector_table(
        [AssessedSheet(f, DAY, s, layout) for f, s in (("A", full), ("B", no_housing), ("C", remote))]
    )

    assert table.factories == 3
    assert table.row("OS-7") == SectorRow("OS-7", noncompliant=0, assessed=1)
    assert table.row("CO-1") == SectorRow("CO-1", noncompliant=1, assessed=3)
    assert table.row("CO-1-02").assessed == 2
    assert table.row("FL").assessed == 2


def test_the_latest_assessment_of_each_factory_in_the_period_counts() -> None:
    layout = cat().layouts["KH"]
    good, bad = "C" * len(layout), "N" * len(layout)
    sheets = [
        AssessedSheet("A", date(2017, 3, 1), bad, layout),
        AssessedSheet("A", date(2017, 12, 31), good, layout),
        AssessedSheet("A", date(2018, 1, 1), bad, layout),
        AssessedSheet("B", date(2017, 1, 1), bad, layout, order=1),
        AssessedSheet("B", date(2017, 1, 1), good, layout, order=2),
        AssessedSheet("C", date(2016, 12, 31), bad, layout),
    ]

    latest = latest_in_period(sheets, date(2017, 1, 1), date(2017, 12, 31))

    assert [(one.factory, one.sheet[0]) for one in latest] == [("A", "C"), ("B", "C")]


def test_a_factory_cannot_count_twice() -> None:
    layout = cat().layouts["KH"]
    sheet = AssessedSheet("A", DAY, "C" * len(layout), layout)

    with pytest.raises(ValueError, match="twice"):
        sector_table([sheet, sheet])


def test_countries_add_up_by_code_in_one_order() -> None:
    layouts = cat().layouts
    sheets = [AssessedSheet(c, DAY, "N" * len(layouts[c]), layouts[c]) for c in ("VN", "KH", "JO")]

    table = sector_table(sheets)

    assert table == sector_table(sheets[::-1])
    assert table.row("OS-3-KH01").assessed == 1
    assert table.row("CO-7-07") == SectorRow("CO-7-07", noncompliant=1, assessed=1)
    assert table.row("OS-3").assessed == 3
    assert [row.code for row in table.points] == [point.code for point in cat().questionnaire.points]
    order = {point.code: place for place, point in enumerate(cat().questionnaire.points)}
    places = [order[row.code.rpartition("-")[0]] for row in table.questions]
    assert places == sorted(places)
    with pytest.raises(KeyError):
        table.row("ZZ-1")


def test_the_unions_own_question_is_in_no_table() -> None:
    layout = cat().layouts["KH"]
    table = sector_table([AssessedSheet("A", DAY, "N" * len(layout), layout)])

    assert "FA-5-06" not in {row.code for row in table.questions}


def test_a_law_that_contradicts_the_standard_shows_in_the_sectors_table() -> None:
    layout = cat().layouts["JO"]
    sheet = "".join("N" if code in layout.national_law else "C" for code in layout.codes)

    assert sector_table([AssessedSheet("A", DAY, sheet, layout)]).row("FA-1").percent == 100


@pytest.mark.parametrize(("assessed", "hidden"), [(0, True), (4, True), (5, False), (80, False)])
def test_small_groups_are_marked_as_hidden(assessed: int, hidden: bool) -> None:  # noqa: FBT001  # a table's column
    assert is_small_group(assessed) is hidden


@given(layouts_with_sheets())
def test_a_table_never_counts_more_than_was_assessed(some: tuple[SheetLayout, list[str]]) -> None:
    layout, sheets = some

    table = sector_table([AssessedSheet(str(n), DAY, sheet, layout) for n, sheet in enumerate(sheets)])

    for row in (*table.clusters, *table.points, *table.questions):
        assert 0 <= row.noncompliant <= row.assessed <= len(sheets)
    worst = {row.code: row.noncompliant for row in table.points}
    for row in table.questions:
        assert row.noncompliant <= worst[row.code.rpartition("-")[0]]
