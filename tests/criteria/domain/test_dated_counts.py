"""Many sheets counted together, with the marks of their day, give what counting each by hand gives."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.domain.dated_counts import (
    CORE_CLUSTERS,
    NO_SHEET_BEFORE,
    CountedSheet,
    LayoutContext,
    MarkedDays,
    count_sheets,
    single_findings,
)
from questionnaires.domain.layout import Slot, build_layout
from questionnaires.domain.question_flags import Mark, MarkKind, Marks

CLUSTERS = ("CL", "OS", "WT")
POINTS = [("CL-1", "CL"), ("OS-1", "OS"), ("OS-2", "OS"), ("WT-1", "WT")]
SLOTS = [
    Slot(f"{point}-{n}", cluster, point, scored=f"{point}-{n}" != "WT-1-3")
    for point, cluster in POINTS
    for n in (1, 2, 3)
]
TURN = date(2017, 1, 1)
MARKS = Marks(
    (
        Mark("KH", MarkKind.PUBLIC, "OS-1-1", date(2014, 1, 1), date(2016, 12, 31)),
        Mark("KH", MarkKind.PUBLIC, "OS-2-1", TURN),
        Mark("VN", MarkKind.PUBLIC, "WT-1-1", date(2014, 1, 1)),
        Mark("", MarkKind.ZERO_TOLERANCE, "CL-1-1", date(2001, 1, 1)),
    )
)
EARLY = build_layout("cat@1.0", "KH", SLOTS, points=POINTS)
LATER = build_layout(
    "cat@2.0", "", [*SLOTS[::-1][:9], Slot("WT-1-9", "WT", "WT-1", scored=True)], points=POINTS
)
READINGS = {1: LayoutContext(EARLY, MARKS), 2: LayoutContext(LATER, MARKS)}
LAYOUTS = {1: EARLY, 2: LATER}


def by_hand(sheet):
    """What one sheet counts for, question by question."""
    layout = LAYOUTS[sheet.layout]
    answers = dict(zip(layout.codes, sheet.sheet, strict=True))
    scored = [code for code, counts in zip(layout.codes, layout.scored, strict=True) if counts]
    law = set(sheet.national_law.split())
    public = MARKS.public_on(sheet.country, sheet.assessed_on)
    core = [code for code in scored if code.split("-")[0] in CORE_CLUSTERS]
    asked = [code for code in scored if answers[code] in "CN"]
    found = [code for code in scored if answers[code] == "N"]
    points = {code.rpartition("-")[0] for code in asked}
    return {
        "applicable": len(asked),
        "noncompliant": len(found),
        "public_applicable": len(public & set(asked)),
        "public_noncompliant": len(public & set(found) - law),
        "core_applicable": len(set(core) & set(asked)),
        "core_noncompliant": len(set(core) & set(found) - law),
        "zero_tolerance_applicable": len({"CL-1-1"} & set(asked)),
        "zero_tolerance_noncompliant": len({"CL-1-1"} & set(found) - law),
        "weak_points": sum(
            2 * sum(code.startswith(f"{point}-") for code in set(found) - law)
            > sum(code.startswith(f"{point}-") for code in asked)
            for point in points
        ),
        "own": set(found) - law,
        "public": public,
    }


def found_by_hand(sheet, before=None):
    """The questions that are part of each count of one sheet, question by question."""
    hand = by_hand(sheet)
    answers = dict(zip(LAYOUTS[sheet.layout].codes, sheet.sheet, strict=True))
    scored = dict(zip(LAYOUTS[sheet.layout].codes, LAYOUTS[sheet.layout].scored, strict=True))
    asked = [code for code in answers if scored[code] and answers[code] in "CN"]
    weak = {
        point
        for point, _cluster in POINTS
        if 2 * sum(code.startswith(f"{point}-") for code in hand["own"])
        > sum(code.startswith(f"{point}-") for code in asked)
    }
    again = hand["own"] & by_hand(before)["own"] if before else set()
    return {
        "noncompliant": {code for code in asked if answers[code] == "N"},
        "public_noncompliant": hand["own"] & hand["public"],
        "core_noncompliant": {code for code in hand["own"] if code.split("-")[0] in CORE_CLUSTERS},
        "zero_tolerance_noncompliant": hand["own"] & {"CL-1-1"},
        "weak_points": {code for code in hand["own"] if code.rpartition("-")[0] in weak},
        "repeated": again,
        "public_repeated": again & hand["public"],
    }


@st.composite
def sheets(draw):
    layout = draw(st.sampled_from([1, 2]))
    codes = LAYOUTS[layout].codes
    return CountedSheet(
        key=str(draw(st.integers(0, 10**6))),
        factory=draw(st.integers(0, 2)),
        country=draw(st.sampled_from(["KH", "VN"])),
        assessed_on=draw(st.dates(date(2016, 6, 1), date(2017, 6, 1))),
        layout=layout,
        sheet="".join(draw(st.lists(st.sampled_from("CNX-"), min_size=len(codes), max_size=len(codes)))),
        national_law=" ".join(draw(st.sets(st.sampled_from(codes), max_size=3))),
        judged=draw(st.booleans()),
    )


@given(st.lists(sheets(), max_size=8, unique_by=lambda sheet: sheet.key))
def test_counting_together_is_counting_each(drawn):
    counts = count_sheets(drawn, READINGS, clusters=CLUSTERS)

    for row, sheet in enumerate(drawn):
        wanted = by_hand(sheet)
        own, public = wanted.pop("own"), wanted.pop("public")
        assert {name: int(getattr(counts, name)[row]) for name in wanted} == wanted
        assert {issue.question for issue in counts.issues if issue.sheet == row} == own & public
        assert int(counts.cluster_applicable[row].sum()) == wanted["applicable"]
        assert int(counts.cluster_noncompliant[row].sum()) == wanted["noncompliant"]


@given(st.lists(sheets(), max_size=8, unique_by=lambda sheet: sheet.key))
def test_repeats_are_found_against_the_judged_sheet_before(drawn):
    counts = count_sheets(drawn, READINGS, clusters=CLUSTERS)

    for row, sheet in enumerate(drawn):
        earlier = [
            other
            for other in drawn
            if sheet.judged
            and other.judged
            and other.factory == sheet.factory
            and (other.assessed_on, other.key) < (sheet.assessed_on, sheet.key)
        ]
        if not earlier:
            assert counts.repeated[row] == counts.public_repeated[row] == NO_SHEET_BEFORE
            continue
        before = max(earlier, key=lambda other: (other.assessed_on, other.key))
        again = by_hand(sheet)["own"] & by_hand(before)["own"]
        assert counts.repeated[row] == len(again)
        assert counts.public_repeated[row] == len(again & by_hand(sheet)["public"])


@given(st.lists(sheets(), min_size=1, max_size=6, unique_by=lambda sheet: sheet.key))
def test_single_findings_are_those_of_each_count(drawn):
    found = list(single_findings(drawn, READINGS))

    for row, sheet in enumerate(drawn):
        earlier = [
            other
            for other in drawn
            if sheet.judged
            and other.judged
            and other.factory == sheet.factory
            and (other.assessed_on, other.key) < (sheet.assessed_on, sheet.key)
        ]
        before = max(earlier, key=lambda other: (other.assessed_on, other.key), default=None)
        mine = [finding for finding in found if finding.sheet == row]
        for name, questions in found_by_hand(sheet, before).items():
            assert {finding.question for finding in mine if name in finding.counts} == questions
        assert [finding.question for finding in mine] == sorted(
            (finding.question for finding in mine), key=LAYOUTS[sheet.layout].codes.index
        )
        assert all(finding.point == finding.question.rpartition("-")[0] for finding in mine)
        assert all(finding.cluster == finding.question.split("-")[0] for finding in mine)


@pytest.mark.parametrize(
    ("question", "country", "day", "holds"),
    [
        ("OS-1-1", "KH", date(2016, 12, 31), True),
        ("OS-1-1", "KH", TURN, False),
        ("OS-2-1", "KH", TURN, True),
        ("OS-1-1", "VN", date(2015, 1, 1), False),
        ("WT-9-9", "KH", TURN, False),
    ],
)
def test_a_mark_holds_in_its_country_on_its_days(question, country, day, holds):
    assert MarkedDays(MarkKind.PUBLIC, [MARKS]).holds(question, country=country, on=day) is holds


def test_no_sheets_give_no_counts():
    counts = count_sheets([], READINGS, clusters=CLUSTERS)

    assert counts.applicable.shape == (0,)
    assert counts.cluster_applicable.shape == (0, 3)
    assert counts.issues == ()
