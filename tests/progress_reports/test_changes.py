"""What changed between two days, over random histories: each question is named once, by the rule of docs/windows.md."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from progress_reports.domain.changes import changes_between
from progress_reports.queries.changes import _lines, compared, facts_of

CODES = [f"OS-1-0{number}" for number in range(1, 7)]
Row = dict[str, Any]

found_or_fixed = st.lists(st.tuples(st.sampled_from(CODES), st.booleans()), max_size=8)
histories = st.lists(
    st.one_of(
        st.tuples(st.just("assessed"), st.frozensets(st.sampled_from(CODES))),
        st.tuples(st.just("fixed"), st.sampled_from(CODES)),
        st.tuples(st.just("visit"), st.sampled_from(CODES)),
        st.tuples(st.just("report"), st.none()),
    ),
    max_size=12,
)


def read(days: int, findings: list[Row]) -> Row:
    """The facts of a factory that was assessed on the last of some days."""
    if not days:
        report = None
    else:
        latest = f"2018-0{days % 9 + 1}-{days // 9 + 1:02}"
        report = SimpleNamespace(
            findings=findings,
            assessed_on=latest,
            trend=[{"assessed_on": latest}],
            noncompliant=1,
            applicable=9,
        )
    return facts_of(SimpleNamespace(criteria_rows=[]), report, [], None, cases=False)


def lived(history: list[tuple[str, Any]]) -> tuple[Row, Row]:
    """The facts at the last report (or at the beginning), and at the end."""
    days, findings = 0, []
    before = read(0, [])
    for what, about in history:
        if what == "assessed":
            days += 1
            findings = [{"question": code, "fixed_on": None, "text": code} for code in sorted(about)]
        elif what == "visit" and days:
            findings = [*findings, {"question": about, "fixed_on": None, "text": about}]
        elif what == "fixed":
            findings = [
                row | ({"fixed_on": "2018-01-01"} if row["question"] == about else {}) for row in findings
            ]
        elif what == "report":
            before = read(days, findings)
    return before, read(days, findings)


@given(histories)
def test_a_question_is_named_once(history):
    before, now = lived(history)

    changes = changes_between(before, now)

    named = [*changes.fixed, *changes.new, *changes.repeated, *changes.gone]
    assert len(named) == len(set(named))


@given(histories)
def test_as_the_rule_says(history):
    before, now = lived(history)
    changes = changes_between(before, now)
    if not before["assessed_on"] or not now["assessed_on"]:
        assert not changes.fixed + changes.new + changes.repeated + changes.gone
        return
    is_new = before["assessed_on"] != now["assessed_on"]
    for code in CODES:
        was, stands = before["findings"].get(code), now["findings"].get(code)  # None: not found
        expected = ""
        if stands and (is_new or not was):
            expected = "fixed"
        elif is_new and stands is False:
            expected = "new" if was is None else "repeated"
        elif is_new and stands is None and was is not None:
            expected = "gone"
        places = [place for place in ("fixed", "new", "repeated", "gone") if code in getattr(changes, place)]
        assert places == ([expected] if expected else [])


@given(found_or_fixed)
def test_a_question_is_put_right_when_all_that_found_it_is(rows):
    findings = [
        {"question": code, "fixed_on": "2018-01-01" if fixed else None, "text": code} for code, fixed in rows
    ]

    facts = read(1, findings)["findings"]

    assert facts == {code: all(fixed for other, fixed in rows if other == code) for code, _fixed in rows}


@given(histories)
def test_no_sentence_repeats_a_question(history):
    before, now = lived(history)
    report = SimpleNamespace(findings=[{"question": code, "text": ""} for code in CODES])
    shown = compared(now, report, [], None, brand=False)
    named = re.findall(r"OS-1-\d\d", " ".join(_lines(changes_between(before, now), shown)["finding_lines"]))

    assert len(named) == len(set(named))
