"""Sector tables as reports print them: years or countries side by side."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from django.core.management import call_command

from sector_tables.projections import refresh_sector_counts
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted():
    """Cambodia in two years, 2 of 5 and then 1 of 5 on fire drills; Viet Nam with too few factories, in one."""
    make.questionnaire()
    for number in range(5):
        mill = make.factory()
        for year, most in ((2016, 2), (2017, 1)):
            found = ["OS-8-06"] if number < most else []
            make.assessment(mill, assessed_on=date(year, 3, 1), findings=found)
    make.assessment(make.factory(country="VN"), assessed_on=date(2017, 3, 1))
    refresh_sector_counts(now=make.NOW)


def exported(tmp_path, kind):
    file = tmp_path / "table.csv"
    call_command("export", kind, str(file))
    return list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))


def test_years_stand_side_by_side_with_the_change_of_the_last(counted, tmp_path):
    rows = exported(tmp_path, "sector-tables-by-year")

    [drills] = [row for row in rows if (row["country"], row["code"]) == ("KH", "OS-8-06")]
    assert drills == {
        "country": "KH", "level": "question", "code": "OS-8-06", "2016": "40", "2017": "20", "change": "-20",
    }  # fmt: skip


def test_countries_stand_side_by_side_and_small_groups_stay_hidden(counted, tmp_path):
    rows = exported(tmp_path, "sector-tables-by-country")

    [drills] = [row for row in rows if (row["year"], row["code"]) == ("2017", "OS-8-06")]
    assert drills["KH"] == "20"
    assert drills["VN"] == ""
    assert {row["VN"] for row in rows} == {""}


def test_without_counts_there_is_only_the_head(tmp_path):
    assert exported(tmp_path, "sector-tables-by-year") == []
    assert exported(tmp_path, "sector-tables-by-country") == []


def test_lines_keep_the_order_of_the_questionnaire(counted, tmp_path):
    rows = exported(tmp_path, "sector-tables-by-year")
    one_by_one = exported(tmp_path, "sector-tables")

    def codes(some):
        return list(dict.fromkeys(row["code"] for row in some if row["country"] == "KH"))

    assert codes(rows) == codes(one_by_one)
