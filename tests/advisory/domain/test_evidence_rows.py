"""Evidence files: every kind reads into typed rows, and whatever is wrong is told with row, column and mend."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from advisory.kinds import KINDS
from advisory.kinds.file_rows import CheckedEvidence, EvidenceRow, check_evidence
from assessments.domain.states import PlanStatus
from files.domain.problem_messages import CODES
from files.domain.problems import render
from files.domain.row_reader import FactoryRef, Lookups

TODAY = date(2018, 6, 1)
LOOKUPS = Lookups(
    factories={code: FactoryRef("KH-001", "KH") for code in ("KH-001", "KH2020123ABCDEF")},
    questions=frozenset({"CL-1-01", "OS-8-06"}),
    visits=frozenset({("KH-001", date(2018, 5, 1), 1)}),
    today=TODAY,
)
GOOD: dict[str, dict[str, str]] = {
    "visits": {
        "factory": "KH-001", "visited_on": "2018-05-01", "number": "2", "purpose": "first visit", "topics": "exits",
        "notes": "two\nlines",
    },
    "visit-findings": {
        "factory": "KH2020123ABCDEF", "visited_on": "01/05/2018", "number": "1",
        "question": "os-8-06", "details": "a locked exit",
    },
    "plan-items": {
        "factory": "KH-001", "ref": "12", "question": "OS-8-06", "issue": "locked exit", "root_cause": "theft",
        "action": "alarm bars", "owner": "safety officer", "due_on": "2018-12-31", "status": "verified",
        "done_on": "2018-05-01", "verified_on": "2018-05-20",
    },
    "committees": {
        "factory": "KH-001", "reviewed_on": "2018-05-01", "worker_seats": "5", "management_seats": "5",
        "worker_side_elected": "yes", "women_percent": "60", "meetings_12m": "12", "minutes_12m": "11",
    },
    "systems": {"factory": "KH-001", "reviewed_on": "2018-05-01", "area": "OSH", "score": "4"},
    "learning": {
        "factory": "KH-001", "held_on": "2018-05-01", "course": "Supervisory skills", "hours": "8", "managers_men": "2",
        "managers_women": "3", "workers_men": "", "workers_women": "40",
    },
    "zero-tolerance": {"factory": "KH-001", "opened_on": "2018-05-01", "closed_on": "", "trigger": "child labour"},
}  # fmt: skip
DAY = date(2018, 5, 1)
READ: dict[str, dict[str, Any]] = {
    "visits": {"visited_on": DAY, "number": 2, "purpose": "first visit", "topics": "exits", "notes": "two\nlines"},
    "visit-findings": {"visited_on": DAY, "number": 1, "question": "OS-8-06", "details": "a locked exit"},
    "plan-items": {
        "ref": "12", "question": "OS-8-06", "issue": "locked exit", "root_cause": "theft", "action": "alarm bars",
        "owner": "safety officer", "due_on": date(2018, 12, 31), "status": PlanStatus.VERIFIED, "done_on": DAY,
        "verified_on": date(2018, 5, 20),
    },
    "committees": {
        "reviewed_on": DAY, "worker_seats": 5, "management_seats": 5, "worker_side_elected": True,
        "women_percent": 60, "meetings_12m": 12, "minutes_12m": 11,
    },
    "systems": {"reviewed_on": DAY, "area": "osh", "score": 4},
    "learning": {
        "held_on": DAY, "course": "Supervisory skills", "hours": 8, "managers_men": 2, "managers_women": 3,
        "workers_men": 0, "workers_women": 40,
    },
    "zero-tolerance": {"opened_on": DAY, "closed_on": None, "trigger": "child labour"},
}  # fmt: skip


def _checked(kind: str, *rows: dict[str, Any], lookups: Lookups = LOOKUPS) -> CheckedEvidence:
    columns = list(dict.fromkeys(column for row in rows for column in row)) or list(KINDS[kind].columns)
    return check_evidence(kind, columns, enumerate(rows, start=2), lookups)


def _told(checked: CheckedEvidence) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.field, problem.code) for problem in checked.problems]


def test_the_kinds_and_their_columns_are_those_that_the_programme_agreed_on() -> None:
    assert {kind: set(KINDS[kind].columns) for kind in KINDS} == {
        kind: set(row) for kind, row in GOOD.items()
    }


@pytest.mark.parametrize("kind", GOOD)
def test_a_good_row_is_read(kind: str) -> None:
    checked = _checked(kind, GOOD[kind])

    assert checked.problems == ()
    assert checked.rows == (EvidenceRow(2, "KH-001", READ[kind]),)
    assert checked.ignored_columns == ()


@pytest.mark.parametrize("kind", GOOD)
def test_columns_that_may_be_missing_may_be_missing(kind: str) -> None:
    row = {column: GOOD[kind][column] for column in KINDS[kind].required}
    if kind == "plan-items":
        row["issue"] = "locked exit"

    checked = _checked(kind, row)

    assert checked.problems == ()
    assert len(checked.rows) == 1


@pytest.mark.parametrize("kind", GOOD)
def test_a_missing_column_is_told_once_for_the_file(kind: str) -> None:
    for column in KINDS[kind].required:
        row = {name: value for name, value in GOOD[kind].items() if name != column}
        told = _told(_checked(kind, row, row, row))
        assert [one for one in told if one[1] == column] == [(1, column, "missing_column")]


@pytest.mark.parametrize("kind", GOOD)
def test_an_empty_file_has_no_rows_and_no_problems(kind: str) -> None:
    assert check_evidence(kind, KINDS[kind].columns, [], LOOKUPS) == CheckedEvidence((), (), ())


BAD = [
    ("visits", {"factory": "KH-999"}, "factory", "unknown_factory"),
    ("visits", {"factory": ""}, "factory", "empty"),
    ("visits", {"visited_on": "2018-13-01"}, "visited_on", "not_a_day"),
    ("visits", {"visited_on": "2018-06-02"}, "visited_on", "in_the_future"),
    ("visits", {"visited_on": None}, "visited_on", "empty"),
    ("visits", {"purpose": "x" * 201}, "purpose", "too_long"),
    ("visits", {"notes": "#REF!"}, "notes", "formula"),
    ("visit-findings", {"question": "OS-8-66"}, "question", "unknown_question"),
    ("visit-findings", {"visited_on": "2018-05-02"}, "visited_on", "unknown_visit"),
    ("visit-findings", {"number": "2"}, "visited_on", "unknown_visit"),
    ("plan-items", {"status": "finished"}, "status", "unknown_value"),
    ("plan-items", {"issue": "", "question": ""}, "issue", "empty"),
    ("plan-items", {"status": "done", "done_on": "", "verified_on": ""}, "done_on", "needs_day"),
    ("plan-items", {"verified_on": ""}, "verified_on", "needs_day"),
    ("plan-items", {"status": "in_progress"}, "status", "needs_status"),
    ("plan-items", {"status": "done"}, "status", "needs_status"),
    ("plan-items", {"done_on": "2018-05-21"}, "verified_on", "wrong_order"),
    (
        "plan-items",
        {"done_on": "2018-06-21", "status": "done", "verified_on": ""},
        "done_on",
        "in_the_future",
    ),
    ("committees", {"women_percent": "101"}, "women_percent", "out_of_range"),
    ("committees", {"worker_seats": "-1"}, "worker_seats", "out_of_range"),
    ("committees", {"management_seats": "five"}, "management_seats", "not_a_number"),
    ("committees", {"worker_side_elected": "perhaps"}, "worker_side_elected", "not_yes_or_no"),
    ("systems", {"score": "6"}, "score", "out_of_range"),
    ("systems", {"score": "0"}, "score", "out_of_range"),
    ("systems", {"area": "ohs"}, "area", "unknown_value"),
    ("systems", {"area": ""}, "area", "empty"),
    ("learning", {"course": ""}, "course", "empty"),
    ("learning", {"workers_women": "4.5"}, "workers_women", "not_a_number"),
    ("learning", {"hours": ""}, "hours", "empty"),
    ("zero-tolerance", {"closed_on": "2018-04-30"}, "closed_on", "wrong_order"),
    ("zero-tolerance", {"trigger": " "}, "trigger", "empty"),
]


@pytest.mark.parametrize(
    ("kind", "change", "column", "code"), BAD, ids=[f"{b[0]} {b[2]} {b[3]}" for b in BAD]
)
def test_a_bad_cell_is_told_with_row_column_and_mend(
    kind: str, change: dict[str, Any], column: str, code: str
) -> None:
    checked = _checked(kind, {**GOOD[kind], **change})

    assert _told(checked) == [(2, column, code)]
    assert checked.rows == ()
    assert "; " in checked.problems[0].message


def test_every_problem_of_every_row_is_told_at_once() -> None:
    good = GOOD["systems"]
    checked = _checked(
        "systems",
        {**good, "factory": "X", "reviewed_on": "yesterday", "area": "law", "score": "9"},
        good,
        {**good, "score": "many", "factory": ""},
    )

    assert _told(checked) == [
        (2, "area", "unknown_value"),
        (2, "factory", "unknown_factory"),
        (2, "reviewed_on", "not_a_day"),
        (2, "score", "out_of_range"),
        (4, "factory", "empty"),
        (4, "score", "not_a_number"),
    ]


@pytest.mark.parametrize("kind", GOOD)
def test_one_thing_in_two_rows_is_a_problem(kind: str) -> None:
    checked = _checked(kind, GOOD[kind], GOOD[kind])

    assert [(p.row, p.code) for p in checked.problems] == [(3, "comes_twice")]
    assert "row 2" in checked.problems[0].message


def test_an_osh_and_an_hr_score_of_one_day_are_two_things() -> None:
    checked = _checked("systems", GOOD["systems"], {**GOOD["systems"], "area": "hr"})

    assert checked.problems == ()
    assert [row.row for row in checked.rows] == [2, 3]


def test_a_misspelt_column_is_a_problem_and_a_remark_is_named() -> None:
    row = {**GOOD["zero-tolerance"], "remarks of the clerk": "x"}
    row["closedon"] = row.pop("closed_on")

    checked = _checked("zero-tolerance", row)

    assert [(p.row, p.field, p.code) for p in checked.problems] == [(1, "closedon", "unknown_column")]
    assert "closed_on" in checked.problems[0].message
    assert checked.ignored_columns == ("remarks of the clerk",)


def test_a_verified_item_may_lack_the_day_on_which_the_factory_finished_it() -> None:
    checked = _checked("plan-items", {**GOOD["plan-items"], "done_on": ""})

    assert checked.problems == ()


def test_a_reopened_item_may_carry_the_days_of_its_first_life_and_loses_them() -> None:
    days = {"done_on": "2018-04-20", "verified_on": "2018-04-19"}
    checked = _checked("plan-items", {**GOOD["plan-items"], "status": "Reopened", **days})

    assert checked.problems == ()
    (row,) = checked.rows
    assert (row.values["done_on"], row.values["verified_on"]) == (None, None)


def test_visits_are_not_looked_up_when_the_caller_does_that() -> None:
    lookups = Lookups(LOOKUPS.factories, LOOKUPS.questions, visits=None, today=TODAY)
    row = {**GOOD["visit-findings"], "visited_on": "2018-05-02"}

    assert _checked("visit-findings", row, lookups=lookups).problems == ()


def test_a_problem_is_printed_on_one_line_with_file_row_and_field() -> None:
    checked = _checked("systems", {**GOOD["systems"], "area": "ohs"})

    printed = render("systems.csv", checked.problems[0])
    assert printed == 'systems.csv:2:area: "ohs" is not known; did you mean osh?'


def test_every_code_of_this_app_is_in_the_catalogue() -> None:
    cells = {"not_a_day", "too_long", "formula", "out_of_range", "not_a_number", "not_yes_or_no"}

    assert {code for _, _, _, code in BAD} <= set(CODES) | cells
    assert not cells & set(CODES)
