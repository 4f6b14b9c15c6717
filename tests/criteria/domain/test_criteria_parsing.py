"""Criteria texts: what they say is read exactly, and what is wrong in them is told at once, with line and mend."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.documents import shipped, text_of
from criteria.domain.criteria import Bar, Comparison, MeasureRequest, digest
from criteria.domain.criteria_parsing import parse_criteria
from criteria.domain.measures import EVERYTHING, MeasureWindow, Pillar, WindowKind
from files.domain.faults import CriteriaFaulty, FileFault

HEAD = """\
code = "try-out"
version = "0.1"
title = "A try"

[pillars]
compliance = "Compliance"
social_dialogue = "Social dialogue"
learning = "Learning"

[close]
max_failed = 1
never = ["C2"]
"""

RATE = """
[[criteria]]
code = "C2-LATEST"
pillar = "compliance"
title = "Few findings"
sentence = "{bar} of the questions."
measure = "noncompliance_rate"
window = { last = 1 }
comparison = "at_most"
threshold = { percent = 10 }
unit = "findings"
"""


def faults_of(text: str) -> tuple[FileFault, ...]:
    with pytest.raises(CriteriaFaulty) as raised:
        parse_criteria(text)
    return raised.value.faults


def test_a_document_is_read_as_it_is_written():
    document = parse_criteria(
        HEAD
        + RATE
        + """
set_by_programme = true
references = [{ text = "A scheme", on = 2018-06-01, url = "https://scheme.example/" }]

[criteria.countries.KH]
threshold = { n = 1, of = 8 }
references = [{ text = "A Cambodian rule" }]

[criteria.countries.VN]
window = { last = 2 }
"""
    )

    (criterion,) = document.criteria
    assert (document.code, document.version, document.title) == ("try-out", "0.1", "A try")
    assert document.pillars[Pillar.COMPLIANCE] == "Compliance"
    assert (document.close.max_failed, document.close.never) == (1, {"C2"})
    assert criterion.comparison is Comparison.AT_MOST
    assert criterion.rule == "C2"
    assert criterion.set_by_programme
    assert criterion.references[0].on == date(2018, 6, 1)
    assert criterion.bar_in("BD") == Bar(10, 100)
    assert criterion.bar_in("KH") == Bar(1, 8)
    assert criterion.bar_in("VN") == Bar(10, 100)
    assert criterion.reading_in("VN") == MeasureRequest(
        "noncompliance_rate", MeasureWindow(WindowKind.LAST, 2)
    )
    assert criterion.overrides["KH"].references[0].text == "A Cambodian rule"
    assert [reading.key for reading in document.readings()] == [
        "noncompliance_rate@last=1",
        "noncompliance_rate@last=2",
    ]


def test_the_sentence_tells_the_bar_of_the_country():
    document = parse_criteria(HEAD + RATE + "[criteria.countries.KH]\nthreshold = { n = 1, of = 8 }\n")

    assert document.criteria[0].rendered("VN") == "No more than 10 per cent of the questions."
    assert document.criteria[0].rendered("KH") == "No more than 1 of 8 of the questions."


def test_a_bar_of_nothing_reads_as_none():
    document = parse_criteria(HEAD + RATE.replace("percent = 10", "percent = 0"))

    assert document.criteria[0].rendered() == "None of the questions."


def test_the_sentence_can_be_told_in_another_language():
    dutch = {"{bar} of the questions.": "{bar} van de vragen.", "no more than %(bar)s": "niet meer dan %(bar)s",
             "%(n)s per cent": "%(n)s procent"}  # fmt: skip

    told = parse_criteria(HEAD + RATE).criteria[0].rendered(translate=lambda text: dutch[text])

    assert told == "Niet meer dan 10 procent van de vragen."


def test_a_measure_that_needs_no_window_reads_everything():
    text = RATE.replace("noncompliance_rate", "open_cases").replace("window = { last = 1 }\n", "")
    text = text.replace("{ percent = 10 }", "0").replace('"findings"', '"cases"')

    assert parse_criteria(HEAD + text).criteria[0].window == EVERYTHING


def test_ten_faults_give_ten_messages_with_line_and_mend():
    text = """\
code = "High Performance"
version = "1.0"
titel = "High performance"
title = "High performance"

[pillars]
compliance = "Compliance"

[close]
max_failed = -1
never = ["C9"]

[[criteria]]
code = "C2-LATEST"
pillar = "compliance"
title = "Few findings"
sentence = "{bar} of the questions in {place}."
measure = "noncompliance_rate"
window = { months = 12 }
comparison = "at_least"
threshold = 0.1
unit = "questions"

[[criteria]]
code = "C2-LATEST"
pillar = "learning"
title = "Cases"
sentence = "{bar} open cases."
measure = "open_case"
comparison = "at_most"
threshold = 0
unit = "cases"

[[criteria]]
code = "c4"
pillar = "compliance"
title = ""
sentence = "{bar} courses."
measure = "courses_attended"
window = { months = 0 }
comparison = "equals"
threshold = 3
unit = "courses"
"""

    found = [(fault.line, fault.place, fault.what) for fault in faults_of(text)]

    assert found == [
        (1, "code", '"High Performance" cannot stand in an address'),
        (3, "titel", 'the key "titel" is not known'),
        (10, "close.max_failed", "-1 is out of range"),
        (11, "close.never", "there is no rule C9"),
        (17, "criteria.C2-LATEST.sentence", "{place} stands for nothing"),
        (19, "criteria.C2-LATEST.window", "noncompliance_rate is not read over such a window"),
        (21, "criteria.C2-LATEST.threshold", "0.1 is not exact"),
        (22, "criteria.C2-LATEST.unit", "noncompliance_rate is not counted in questions"),
        (26, "criteria.C2-LATEST.pillar", "learning has no title"),
        (29, "criteria.C2-LATEST.measure", '"open_case" is not known'),
        (35, "criteria.c4.code", '"c4" is no criterion code'),
        (37, "criteria.c4.title", "it is empty"),
        (40, "criteria.c4.window.months", "0 is out of range"),
        (41, "criteria.c4.comparison", "equals would fail a better value"),
    ]
    assert all(fault.mend for fault in faults_of(text))
    mends = {fault.line: fault.mend for fault in faults_of(text)}
    assert mends[3] == "did you mean title?"
    assert mends[21] == "write { percent = 10 } or { n = 1, of = 8 }"
    assert mends[22] == 'write unit = "findings"'
    assert mends[29] == "did you mean open_cases?"


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ('comparison = "at_most"', 'comparison = "at_least"', 21, "of noncompliance_rate, less is better"),
        ('comparison = "at_most"', 'comparison = "below"', 21, '"below" is not known'),
        ('comparison = "at_most"', 'comparison = "equals"', 21, "equals would fail a better value"),
        ("{ percent = 10 }", "10", 22, "10 is no threshold for noncompliance_rate"),
        ("{ percent = 10 }", "true", 22, "True is no threshold for noncompliance_rate"),
        ("{ percent = 10 }", "{ percent = 110 }", 22, "noncompliance_rate can never reach it"),
        ("{ percent = 10 }", "{ n = -1, of = 8 }", 22, "noncompliance_rate can never reach it"),
        ("{ percent = 10 }", "{ n = 1, of = 0 }", 22, "{'n': 1, 'of': 0} is no threshold for noncompliance_rate"),
        ("{ percent = 10 }", "{ n = 1, of = 20000 }", 22, "20000 is too fine"),
        ("threshold = { percent = 10 }\n", "", 14, "it is missing"),
        ("window = { last = 1 }\n", "", 14, "noncompliance_rate needs a window"),
        ("window = { last = 1 }", "window = { last = 1, back = 1 }", 20, "is not read over such a window"),
        ('"{bar} of', '"{bar of', 18, "its braces do not match"),
        ('title = "Few findings"', 'title = "Few findings"\ncolour = "red"', 18, 'the key "colour" is not known'),
        ('title = "Few findings"', "title = 7", 17, "7 is of the wrong kind"),
        (
            'unit = "findings"',
            'unit = "findings"\n[criteria.countries.kh]\nthreshold = { percent = 5 }',
            24,
            "kh is no country code",
        ),
        ('unit = "findings"', 'unit = "findings"\n[criteria.countries.KH]', 24, "nothing differs in this country"),
        (
            'unit = "findings"',
            'unit = "findings"\n[criteria.countries.KH]\nthreshold = 5',
            25,
            "5 is no threshold for noncompliance_rate",
        ),
    ],
)  # fmt: skip
def test_one_fault_is_found_on_its_line(old: str, new: str, line: int, what: str):
    faults = faults_of(HEAD + RATE.replace(old, new, 1))

    assert [fault.line for fault in faults] == [line]
    assert what in faults[0].what


def test_the_same_code_twice_is_told_where_it_comes_again():
    faults = faults_of(HEAD + RATE + RATE)

    assert [(fault.line, fault.what) for fault in faults] == [(26, "C2-LATEST stands here twice")]


def test_a_document_without_criteria_is_none():
    assert [fault.what for fault in faults_of(HEAD.replace('never = ["C2"]\n', ""))] == ["there is none"]


def test_a_text_that_is_not_toml_is_told_with_its_line():
    (fault,) = faults_of('code = "x"\ntitle = \n')

    assert fault.line == 2
    assert fault.mend


def test_an_empty_text_lacks_everything():
    assert {fault.place for fault in faults_of("")} == {
        "code",
        "version",
        "title",
        "pillars",
        "criteria",
        "close",
    }


@given(st.text(max_size=200))
def test_any_other_text_is_a_list_of_faults(text: str):
    with pytest.raises(CriteriaFaulty) as raised:
        parse_criteria(text)

    assert raised.value.faults


def _faults_if_any(text: str) -> tuple[FileFault, ...]:
    try:
        parse_criteria(text)
    except CriteriaFaulty as error:
        return error.faults
    return ()


_LINES = text_of("high-performance", "1.0").splitlines()


@given(
    st.integers(0, len(_LINES) - 1),
    st.sampled_from(["", "x = 1", "threshold = -1", "[[criteria]]", 'code = ""']),
)
def test_a_spoilt_line_of_the_shipped_document_never_passes_as_a_traceback(at: int, instead: str):
    text = "\n".join([*_LINES[:at], instead, *_LINES[at + 1 :]])

    for fault in _faults_if_any(text):
        assert 0 <= fault.line <= len(_LINES)
        assert fault.what
        assert fault.mend


def test_the_digest_is_of_the_words_and_not_of_the_line_ends():
    (text, *_) = (each.text for each in shipped())

    assert digest(text) == digest(text.replace("\n", "\r\n"))
    assert digest(text) != digest(text.replace("percent = 10", "percent = 11"))
    assert len(digest(text)) == 64
