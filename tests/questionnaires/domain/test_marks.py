from __future__ import annotations

from datetime import date

import pytest

from questionnaires.domain.question_flags import Mark, MarkKind, Marks, parse_marks
from tests.questionnaires.released import cat

EVERY = """questionnaire = "cat"
[[sets]]
name = "few"
questions = ["CL-1-01", "FL-1-01"]
[[core]]
from = 2000-01-01
clusters = ["FL"]
"""
CAMBODIA = """questionnaire = "cat"
[[public]]
from = 2014-03-17
until = 2016-12-31
set = "few"
[[public]]
from = 2017-01-01
questions = ["FL-1-01"]
"""


def _marks() -> Marks:
    return parse_marks({"every_country.toml": EVERY, "KH.toml": CAMBODIA}, [cat().questionnaire])["cat@1.0"]


@pytest.mark.parametrize(
    ("day", "public"),
    [
        (date(2014, 3, 16), set()),
        (date(2014, 3, 17), {"CL-1-01", "FL-1-01"}),
        (date(2016, 12, 31), {"CL-1-01", "FL-1-01"}),
        (date(2017, 1, 1), {"FL-1-01"}),
        (date(2030, 1, 1), {"FL-1-01"}),
    ],
)
def test_a_mark_holds_from_its_first_day_to_its_last(day: date, public: set[str]) -> None:
    assert _marks().public_on("KH", day) == public


def test_a_countrys_mark_holds_there_alone_and_everybodys_everywhere() -> None:
    marks = _marks()

    assert marks.public_on("VN", date(2018, 6, 1)) == set()
    assert len(marks.core_on("VN", date(2018, 6, 1))) == 16
    assert marks.core_on("KH", date(2018, 6, 1)) == marks.core_on("VN", date(2018, 6, 1))
    assert marks.zero_tolerance_on("KH", date(2018, 6, 1)) == set()


def test_marks_that_follow_each_other_do_not_clash() -> None:
    first = Mark("KH", MarkKind.PUBLIC, "CL-1-01", date(2014, 1, 1), date(2014, 12, 31))

    assert not first.clashes_with(Mark("KH", MarkKind.PUBLIC, "CL-1-01", date(2015, 1, 1)))
    assert first.clashes_with(Mark("KH", MarkKind.PUBLIC, "CL-1-01", date(2014, 12, 31)))
    assert not first.clashes_with(Mark("VN", MarkKind.PUBLIC, "CL-1-01", date(2014, 6, 1)))
    assert not first.clashes_with(Mark("KH", MarkKind.CORE, "CL-1-01", date(2014, 6, 1)))
