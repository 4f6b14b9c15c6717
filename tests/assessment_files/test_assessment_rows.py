"""Files of assessments: three layouts, one meaning, and every problem at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment_files.domain.assessment_row import AssessmentRow
from assessment_files.domain.assessment_rows import (
    CheckedAssessments,
    FileLayout,
    check_assessments,
    file_layout,
)
from assessment_files.domain.assessment_writing import LONG_COLUMNS, long_rows
from files.domain.problem_messages import CODES
from files.domain.row_reader import FactoryRef, Lookups
from questionnaires.domain.questionnaire import Attribution
from questionnaires.domain.questionnaire_index import QuestionnaireIndex, UnknownQuestionnaire
from tests.assessment_files.writing import export_rows, wide_columns, wide_row
from tests.questionnaires.released import cat
from tests.questionnaires.strategies import sheets

TODAY = date(2018, 6, 1)
KH, JO = FactoryRef("KH-001", "KH"), FactoryRef("JO-001", "JO")
LOOKUPS = Lookups({"KH-001": KH, "KH2020123ABCDEF": KH, "JO-001": JO}, today=TODAY)
INDEX = QuestionnaireIndex.of(
    [(cat().questionnaire.reference, cat().questionnaire.valid_from)], cat().layouts.values()
)


def _assessment(country: str = "KH", sheet: str | None = None, **fields: Any) -> AssessmentRow:
    layout = cat().layouts[country]
    given_sheet = sheet or "".join("NCX"[place % 3] for place in range(len(layout)))
    law = frozenset(code for code in layout.national_law if given_sheet[layout.index[code]] == "N")
    values = {"cycle": 2, "national_law": law, **fields}
    return AssessmentRow(
        row=2, factory=f"{country}-001", country=country, assessed_on=date(2018, 5, 1), layout=layout,
        sheet=given_sheet, **values,
    )  # fmt: skip


def _check(columns: Iterable[str], rows: Iterable[dict[str, Any]]) -> CheckedAssessments:
    return check_assessments(list(columns), enumerate(rows, start=2), questionnaires=INDEX, lookups=LOOKUPS)


def _long(rows: Iterable[dict[str, Any]]) -> CheckedAssessments:
    return _check(LONG_COLUMNS, rows)


def _wide(rows: list[dict[str, Any]]) -> CheckedAssessments:
    return _check(dict.fromkeys(column for row in rows for column in row), rows)


def _exported(assessment: AssessmentRow) -> list[dict[str, str]]:
    return list(
        export_rows(assessment, cat().questionnaire, factory_name="A", country_name=assessment.country)
    )


def _export(rows: list[dict[str, Any]]) -> CheckedAssessments:
    return _check(rows[0], rows)


def _told(checked: CheckedAssessments) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.field, problem.code) for problem in checked.problems]


# --- three layouts, one meaning ----------------------------------------------------------------------------------


@given(st.sampled_from(["KH", "JO"]), st.data())
def test_three_layouts_of_one_assessment_read_alike(country: str, data: st.DataObject) -> None:
    assessment = _assessment(country, data.draw(sheets(cat().layouts[country], "CNX")))

    long, wide, export = (
        _long(long_rows(assessment)),
        _wide([wide_row(assessment)]),
        _export(_exported(assessment)),
    )

    assert (long.problems, wide.problems, export.problems) == ((), (), ())
    assert long.rows == wide.rows == export.rows == (assessment,)
    assert (long.layout, wide.layout, export.layout) == (FileLayout.LONG, FileLayout.WIDE, FileLayout.EXPORT)
    assert (long.lines, wide.lines) == (len(assessment.sheet), 1)


@given(st.data())
def test_a_long_file_keeps_all_that_an_assessment_says(data: st.DataObject) -> None:
    country = data.draw(st.sampled_from(["KH", "JO"]))
    sheet = data.draw(sheets(cat().layouts[country], "CNX-").filter(lambda text: set(text) != {"-"}))
    codes = cat().layouts[country].codes
    bad = [code for code, letter in zip(codes, sheet, strict=True) if letter == "N"]
    given_codes = [code for code, letter in zip(codes, sheet, strict=True) if letter != "-"]
    words = st.text("ab c\n", min_size=1, max_size=5).map(str.strip).filter(bool)
    words = words.filter(lambda text: text == "\n".join(line.rstrip() for line in text.splitlines()))
    assessment = _assessment(
        country,
        sheet,
        kind="partial",
        announced=data.draw(st.booleans()),
        state=data.draw(st.sampled_from(["draft", "submitted", "comment_window", "final"])),
        details=data.draw(st.dictionaries(st.sampled_from(bad), words, max_size=3)) if bad else {},
        national_law=frozenset(data.draw(st.sets(st.sampled_from(bad), max_size=3)) if bad else ()),
        notes=data.draw(st.dictionaries(st.sampled_from(given_codes), words, max_size=3)),
    )

    checked = _long(long_rows(assessment))

    assert checked.problems == ()
    assert checked.rows == (assessment,)


def test_several_assessments_of_several_factories_are_kept_apart_whatever_the_order_of_rows() -> None:
    one, other = _assessment("KH"), _assessment("JO")
    older = replace(one, assessed_on=date(2017, 5, 1), cycle=1, sheet="C" * len(one.sheet))
    mixed = [
        row
        for three in zip(*(list(long_rows(a)) for a in (one, other, older)), strict=False)
        for row in three
    ]
    rest = [row for a in (one, other, older) for row in long_rows(a) if row not in mixed]

    checked = _long(mixed + rest)

    assert checked.problems == ()
    assert sorted(checked.rows, key=lambda row: (row.factory, row.assessed_on)) == [other, older, one]


def test_a_factory_may_be_named_by_code_in_one_row_and_by_os_id_in_another() -> None:
    assessment = _assessment()
    rows = list(long_rows(assessment))
    rows[1:] = [{**row, "factory": "kh2020 123abcdef", "assessed_on": "01/05/2018"} for row in rows[1:]]

    checked = _long(rows)

    assert checked.problems == ()
    assert checked.rows == (assessment,)


def test_a_wide_file_of_two_countries_leaves_cells_empty_where_a_question_is_not_asked() -> None:
    assessments = [_assessment("KH"), _assessment("JO")]
    codes = tuple(dict.fromkeys(code for one in assessments for code in one.layout.codes))

    checked = _check(wide_columns(codes), [wide_row(one) for one in assessments])

    assert checked.problems == ()
    assert list(checked.rows) == assessments


def test_the_code_alone_means_the_version_in_force_that_day() -> None:
    checked = _long({**row, "questionnaire": "cat"} for row in long_rows(_assessment()))

    assert checked.problems == ()
    assert checked.rows[0].questionnaire == "cat@1.0"


def test_versions_take_over_on_their_days() -> None:
    layout = cat().layouts["KH"]
    newer = replace(layout, questionnaire="cat@1.1", digest="b" * 64)
    index = QuestionnaireIndex.of(
        [("cat@1.1", date(2019, 1, 1)), ("cat@1.0", date(2001, 1, 1))], [layout, newer]
    )

    assert index.layout("cat", "KH", date(2018, 12, 31)) == layout
    assert index.layout("cat", "KH", date(2019, 1, 1)) == newer
    assert index.layout("cat@1.0", "KH", date(2019, 1, 1)) == layout
    with pytest.raises(UnknownQuestionnaire, match="first is from 2001-01-01"):
        index.layout("cat", "KH", date(2000, 12, 31))
    with pytest.raises(UnknownQuestionnaire, match="no questionnaire"):
        index.layout("dog", "KH", date(2018, 6, 1))
    with pytest.raises(UnknownQuestionnaire, match=r"did you mean cat@1\.[01]"):
        index.layout("cat@0.1", "KH", date(2018, 6, 1))


def test_defaults_are_a_full_final_unannounced_assessment() -> None:
    columns = ("factory", "assessed_on", "questionnaire", "question", "answer")
    rows = [{column: row[column] for column in columns} for row in long_rows(_assessment())]

    checked = _check(columns, rows)

    assert checked.problems == ()
    row = checked.rows[0]
    assert (row.kind, row.announced, row.state, row.cycle) == ("full", False, "final", None)


def test_what_an_answer_says_besides_its_letter() -> None:
    assessment = _assessment("JO", details={"CL-1-01": "two boys"}, notes={"CL-1-01": "see file"})

    answer = assessment.answers["CL-1-01"]

    assert (answer.letter, answer.details, answer.attribution, answer.note) == (
        "N", "two boys", Attribution.FACTORY, "see file",
    )  # fmt: skip


# --- attribution -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attribution", "laid_to_law"),
    [("", {"FA-1-01"}), ("factory", set()), ("national_law", {"FA-1-01"}), ("National law", {"FA-1-01"})],
)
def test_a_countrys_variant_says_whose_finding_it_is_unless_the_file_does(
    attribution: str, laid_to_law: set[str]
) -> None:
    layout = cat().layouts["JO"]
    sheet = "".join("N" if code == "FA-1-01" else "C" for code in layout.codes)
    rows = [
        {**row, "attribution": attribution if row["question"] == "FA-1-01" else ""}
        for row in long_rows(_assessment("JO", sheet))
    ]

    checked = _long(rows)

    assert checked.problems == ()
    assert checked.rows[0].national_law == laid_to_law


# --- the programme's export --------------------------------------------------------------------------------------


def test_remarks_of_the_export_are_notes_outside_sheet_and_score() -> None:
    assessment = _assessment()
    rows = _exported(assessment)
    remark = {
        **rows[0],
        "Question.type": "FGW",
        "Question.ID": "FGW-7",
        "Q.Label": "Strengths",
        "Finding": "Kind managers",
    }

    checked = _export([*rows, remark, {**remark, "Finding": "Good food"}])

    assert checked.problems == ()
    assert checked.rows[0].sheet == assessment.sheet
    assert checked.rows[0].notes == {"FGW-7": "Strengths: Kind managers\nStrengths: Good food"}


@pytest.mark.parametrize(
    ("finding", "letter"), [("1", "N"), ("0", "C"), ("", "X"), (None, "X"), (" 1 ", "N"), ("0.0", "C")]
)
def test_findings_of_the_export_are_one_zero_or_nothing(finding: str | None, letter: str) -> None:
    rows = _exported(_assessment())

    checked = _export([{**rows[0], "Finding": finding}, *rows[1:]])

    assert checked.problems == ()
    assert checked.rows[0].sheet[0] == letter


EXPORT_FAULTS = [
    ({"Country": "Jordan"}, "Country", "country_differs"),
    ({"Country": "Atlantis"}, "Country", "country_differs"),
    ({"Finding": "2"}, "Finding", "bad_answer"),
    ({"Question.type": "ABC"}, "Question.type", "unknown_value"),
    ({"Question.ID": "ZZ-1-01"}, "Question.ID", "unknown_question"),
    ({"Question.ID": "CO-7-07"}, "Question.ID", "question_not_asked"),
    ({"Question.ID": ""}, "Question.ID", "empty"),
    ({"Cycle": "7"}, "Cycle", "contradiction"),
    ({"Quest.ID": "other"}, "Quest.ID", "assessment_twice"),
]


@pytest.mark.parametrize(
    ("change", "column", "code"), EXPORT_FAULTS, ids=[f"{c} {k}" for _, c, k in EXPORT_FAULTS]
)
def test_a_bad_row_of_the_export_is_told(change: dict[str, str], column: str, code: str) -> None:
    rows = _exported(replace(_assessment(), reference="A-17"))
    rows[4] = {**rows[4], **change}

    told = _told(_export(rows))

    assert (6, column, code) in told
    # the answer that was lost is then missing; nothing else is told
    assert {one[2] for one in told} <= {code, "incomplete"}


def test_countries_may_be_named_as_lists_name_them() -> None:
    rows = [{**row, "Country": "Cambodia"} for row in _exported(_assessment())]

    assert _export(rows).problems == ()


# --- every problem at once ---------------------------------------------------------------------------------------

LONG_FAULTS = [
    ({"answer": "Y"}, [(6, "answer", "bad_answer"), (2, "question", "incomplete")]),
    ({"answer": ""}, [(6, "answer", "bad_answer"), (2, "question", "incomplete")]),
    ({"question": "CL-9-99"}, [(6, "question", "unknown_question"), (2, "question", "incomplete")]),
    ({"question": "CO-7-07"}, [(6, "question", "question_not_asked"), (2, "question", "incomplete")]),
    ({"question": "CL-1-01"}, [(6, "answer", "answered_twice"), (2, "question", "incomplete")]),
    ({"kind": "partial"}, [(6, "kind", "contradiction")]),
    ({"announced": "yes"}, [(6, "announced", "contradiction")]),
    ({"state": "draft"}, [(6, "state", "contradiction")]),
    ({"cycle": "3"}, [(6, "cycle", "contradiction")]),
    ({"kind": "whole"}, [(6, "kind", "unknown_value"), (6, "kind", "contradiction")]),
    ({"cycle": "0"}, [(6, "cycle", "out_of_range"), (6, "cycle", "contradiction")]),
    ({"factory": "KH-404"}, [(6, "factory", "unknown_factory"), (2, "question", "incomplete")]),
    ({"assessed_on": "soon"}, [(6, "assessed_on", "not_a_day"), (2, "question", "incomplete")]),
    ({"assessed_on": "2018-06-02"}, [(6, "assessed_on", "in_the_future"), (2, "question", "incomplete")]),
    (
        {"questionnaire": "dog"},
        [(6, "questionnaire", "unknown_questionnaire"), (2, "question", "incomplete")],
    ),
    ({"attribution": "nobody"}, [(6, "attribution", "unknown_value")]),
    ({"details": "#REF!"}, [(6, "details", "formula")]),
]


@pytest.mark.parametrize(("change", "expected"), LONG_FAULTS, ids=lambda one: str(one)[:40])
def test_a_bad_row_of_a_long_file_is_told(
    change: dict[str, str], expected: list[tuple[int, str, str]]
) -> None:
    rows = list(long_rows(_assessment(sheet="N" * len(cat().layouts["KH"]))))
    rows[4] = {**rows[4], **change}

    assert set(_told(_long(rows))) == set(expected)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"details": "a locked exit"}, "details_without_finding"),
        ({"attribution": "national_law"}, "attribution_without_finding"),
    ],
)
def test_what_describes_a_finding_needs_one(change: dict[str, str], code: str) -> None:
    rows = list(long_rows(_assessment(sheet="C" * len(cat().layouts["KH"]))))
    rows[4] = {**rows[4], **change}

    assert [one[2] for one in _told(_long(rows))] == [code]
    assert "CL-3-01" in _long(rows).problems[0].message


def test_a_full_final_assessment_with_open_questions_is_told_with_some_of_them() -> None:
    rows = list(long_rows(_assessment()))[:-7]

    checked = _long(rows)

    assert _told(checked) == [(2, "question", "incomplete")]
    assert "7 questions" in checked.problems[0].message
    assert "WT-3-01" in checked.problems[0].message


@pytest.mark.parametrize("change", [{"kind": "partial"}, {"kind": "remote"}, {"state": "draft"}])
def test_only_full_and_final_assessments_must_be_complete(change: dict[str, str]) -> None:
    rows = [{**row, **change} for row in long_rows(_assessment())][:3]

    checked = _long(rows)

    assert checked.problems == ()
    assert checked.rows[0].sheet == "NCX" + "-" * (len(cat().layouts["KH"]) - 3)


def test_a_final_assessment_that_answers_nothing_is_told() -> None:
    row = {**wide_row(_assessment()), "kind": "partial"}

    told = _told(_wide([{column: "" if "-" in column else value for column, value in row.items()}]))

    assert told == [(2, "CL-1-01", "nothing_answered")]


def test_every_problem_of_a_long_file_is_told_at_once_even_where_the_factory_is_unknown() -> None:
    rows = list(long_rows(_assessment()))
    rows = [{**row, "factory": "KH-404"} for row in rows]
    rows[10] = {**rows[10], "answer": "perhaps", "question": "XX-1-01"}

    told = _told(_long(rows))

    # the factory is told once, not once for each of its answers
    assert told == [
        (2, "factory", "unknown_factory"),
        (12, "answer", "bad_answer"),
        (12, "question", "unknown_question"),
    ]


def test_a_second_row_for_an_assessment_in_a_wide_file_is_told() -> None:
    row = wide_row(_assessment())

    assert _told(_wide([row, row])) == [(3, "factory", "assessment_twice")]
    assert _told(_wide([row, {**row, "factory": "KH2020123ABCDEF"}])) == [(3, "factory", "assessment_twice")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"CL-1-01": "Q"}, {(2, "CL-1-01", "bad_answer"), (2, "CL-1-01", "incomplete")}),
        ({"CL-1-01": "-"}, {(2, "CL-1-01", "incomplete")}),
        ({"CO-7-07": "C"}, {(2, "CO-7-07", "question_not_asked")}),
        ({"CO-7-07": ""}, set()),
        ({"CO-7-08": " n "}, set()),
        ({"CL-9-99": "C"}, {(1, "CL-9-99", "unknown_question")}),
        ({"attribution": "national_law"}, {(2, "attribution", "attribution_needs_long")}),
        ({"attribution": "factory"}, set()),
        ({"cycle": "first"}, {(2, "cycle", "not_a_number")}),
    ],
    ids=lambda one: str(sorted(one)),
)
def test_a_bad_cell_of_a_wide_file_is_told(
    change: dict[str, str], expected: set[tuple[int, str, str]]
) -> None:
    assert set(_told(_wide([{**wide_row(_assessment()), **change}]))) == expected


def test_a_note_of_a_wide_file_is_on_the_assessment() -> None:
    checked = _wide([{**wide_row(_assessment()), "note": "Night shift not seen"}])

    assert checked.rows[0].note == "Night shift not seen"


def test_missing_columns_are_told_once_and_the_rest_is_still_checked() -> None:
    columns = [column for column in LONG_COLUMNS if column != "answer"]
    rows = [{key: value for key, value in row.items() if key != "answer"} for row in long_rows(_assessment())]
    rows[3] = {**rows[3], "question": "XX-1-01"}

    told = _told(_check(columns, rows))

    assert told[0] == (1, "answer", "missing_column")
    assert (5, "question", "unknown_question") in told
    assert len(told) <= 3


def test_other_columns_are_named_and_slips_are_problems() -> None:
    columns = [*(column for column in LONG_COLUMNS if column != "announced"), "anounced", "assessor's mood"]
    rows = [{**row, "anounced": row["announced"]} for row in long_rows(_assessment())]

    checked = _check(columns, rows)

    assert _told(checked) == [(1, "anounced", "unknown_column")]
    assert checked.ignored_columns == ("assessor's mood",)


@pytest.mark.parametrize(
    ("columns", "layout"),
    [
        (["question", "answer"], FileLayout.LONG),
        (["factory", "CL-1-01"], FileLayout.WIDE),
        (["factory", "cl-1-01 "], FileLayout.WIDE),
        (["Question.ID", "Finding"], FileLayout.EXPORT),
        (["name", "address"], None),
        ([], None),
    ],
)
def test_a_head_tells_its_layout(columns: list[str], layout: FileLayout | None) -> None:
    assert file_layout(columns, INDEX.questions) is layout


def test_a_file_of_no_layout_is_one_problem() -> None:
    checked = _check(["name", "address"], [{"name": "A", "address": "B"}])

    assert _told(checked) == [(1, "", "unknown_layout")]
    assert checked.rows == ()


def test_rows_that_are_cut_short_are_problems_and_not_crashes() -> None:
    checked = _long([{"factory": "KH-001"}, {}, dict.fromkeys(LONG_COLUMNS)])

    assert {problem.code for problem in checked.problems} == {"empty", "bad_answer"}
    assert checked.rows == ()


def test_every_code_that_was_told_is_in_the_catalogue() -> None:
    codes = {code for _, expected in LONG_FAULTS for _, _, code in expected} | {
        code for _, _, code in EXPORT_FAULTS
    }

    assert codes - set(CODES) == {"not_a_day", "out_of_range", "formula"}
