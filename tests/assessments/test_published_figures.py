"""Published figures come out to the printed digit when files of those counts go through the real import.

Sources are the programme's own reports; periods as they print them.
"""

from __future__ import annotations

from datetime import date

import pytest

from assessments.projections import rebuild_scores
from assessments.queries.verification import score_faults
from journal.chains.faults import CheckResult, run_check
from sector_tables.projections import refresh_sector_counts
from sector_tables.queries.sectors import sector_lines_of_year
from tests import make
from tests.assessments.files import run, wide_row, write
from tests.sector_tables.any_period import sector_lines

pytestmark = pytest.mark.django_db

# country, first and last day, day of assessment, factories, {question: non-compliant}, {code: printed per cent}
REPORTS = {
    "Nicaragua, 2nd synthesis": (
        "NI", date(2014, 1, 1), date(2015, 1, 31), "2014-06-10", 25,
        {"CO-5-01": 6, "CO-7-01": 6, "CH-4-01": 12},
        {"CO-5": 24, "CO-7": 24, "CH-4": 48},
    ),
    "Jordan, 5th synthesis": (
        "JO", date(2012, 10, 1), date(2013, 9, 30), "2013-03-10", 54,
        {"DI-1-03": 43, "FL-1-02": 7, "FL-1-03": 5, "FA-1-01": 54, "CO-2-01": 12, "CO-5-01": 19},
        {"DI-1": 80, "FL-1": 13, "FL-1-03": 9, "FA-1": 100, "CO-2": 22, "CO-5": 35},
    ),
    "Haiti, 7th biannual": (
        "HT", date(2013, 5, 1), date(2013, 8, 31), "2013-06-10", 23,
        {"OS-4-03": 13, "OS-8-04": 11, "OS-8-02": 11, "OS-6-01": 21, "OS-5-01": 21},
        {"OS-4-03": 57, "OS-8-04": 48, "OS-8-02": 48, "OS-6-01": 91, "OS-5-01": 91},
    ),
    "Haiti, 23rd biannual": (
        "HT", date(2020, 10, 1), date(2021, 12, 31), "2021-02-10", 27, {"CO-7-01": 26}, {"CO-7": 96},
    ),
    "Viet Nam, 8th synthesis": (
        "VN", date(2014, 2, 1), date(2015, 2, 28), "2014-09-10", 193,
        {"FA-2-02": 119, "FA-4-02": 96, "CO-6-01": 160},
        {"FA-2": 62, "FA-4": 50, "CO-6": 83, "FL": 0},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_of_these_counts_prints_these_per_cents(name, tmp_path):
    country, first, last, day, factories, counts, printed = REPORTS[name]
    make.questionnaire()
    codes = [make.factory(country=country).code for _ in range(factories)]
    rows = [
        wide_row(
            code,
            country=country,
            assessed_on=day,
            findings=[question for question, many in counts.items() if place < many],
        )
        for place, code in enumerate(codes)
    ]

    told = run("import_assessments", write(tmp_path / "report.csv", rows))
    lines = {
        line.code: line
        for level in ("cluster", "point", "question")
        for line in sector_lines(country, first, last, level)
    }

    assert told.counts == (factories, 0, 0)
    assert {code: lines[code].percent for code in printed} == printed
    assert all(line.assessed == factories for line in lines.values())


def test_kept_counts_of_a_year_are_those_counted_from_the_sheets():
    make.questionnaire()
    for number in range(6):
        mill = make.factory()
        make.assessment(mill, assessed_on=date(2017, 2, 1), findings=["OS-8-06", "CO-2-01"])
        make.assessment(mill, assessed_on=date(2017, 9, 1), findings=["CO-2-01"] if number % 2 else [])
    make.assessment(make.factory(country="VN"), assessed_on=date(2017, 3, 1), findings=["OS-8-06"])

    refresh_sector_counts(now=make.NOW)

    year = date(2017, 1, 1), date(2017, 12, 31)
    for country in ("KH", "VN", ""):
        for level in ("cluster", "point", "question"):
            kept = {line.code: line for line in sector_lines_of_year(country, 2017, level)}
            assert kept == {line.code: line for line in sector_lines(country, *year, level)}
    cambodia = {line.code: line for line in sector_lines_of_year("KH", 2017, "point")}
    assert (cambodia["CO-2"].noncompliant, cambodia["OS-8"].noncompliant) == (
        3,
        0,
    )  # the latest of each counts


def test_only_the_sectors_of_the_factories_named_are_counted_again():
    make.questionnaire()
    ours, theirs = make.factory(), make.factory(country="VN")
    for mill in (ours, theirs):
        make.assessment(mill, assessed_on=date(2017, 2, 1))

    counted = refresh_sector_counts([ours.pk], now=make.NOW)

    assert counted == 2  # Cambodia and the programme, that year
    assert sector_lines_of_year("KH", 2017, "point")
    assert sector_lines_of_year("", 2017, "point")
    assert not sector_lines_of_year("VN", 2017, "point")


def test_scores_rebuilt_are_the_scores_that_were_kept():
    make.questionnaire()
    mill = make.factory()
    make.assessment(mill, findings=["OS-8-06"], not_applicable=["OS-7-01"])
    make.assessment(mill, assessed_on=date(2017, 2, 1), kind="partial", unanswered=["WT-1-01"])

    rebuilt = rebuild_scores([mill.pk])

    assert rebuilt == 2
    assert run_check(score_faults()) == CheckResult(2, [])
