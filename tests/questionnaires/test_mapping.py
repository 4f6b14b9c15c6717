"""Which questions of two versions speak of the same, and what a mapping must say."""

from __future__ import annotations

import pytest

from files.domain.faults import ReleaseFaulty
from questionnaires.domain.question_mapping import (
    Lineage,
    mapping_as_json,
    mapping_from_json,
    missing_from,
    parse_mapping,
)
from questionnaires.domain.repeats import letter_then, times_in_a_row
from questionnaires.workbook.release import parse_release
from tests.questionnaires.released import cat, read_toml
from tests.questionnaires.versions import MAPPING, copied, written

# A → B over two versions; S splits into S1 and S2; M and N merge into O
WAYS = Lineage([("A", "A2"), ("A2", "B"), ("S", "S1"), ("S", "S2"), ("M", "O"), ("N", "O")])
FIRST, LAST = {"A", "S", "M", "N", "K"}, {"B", "S1", "S2", "O", "K", "NEW"}


@pytest.mark.parametrize(
    ("question", "asked", "counterparts"),
    [
        ("K", FIRST, ("K",)),
        ("B", FIRST, ("A",)),
        ("S1", FIRST, ("S",)),
        ("O", FIRST, ("M", "N")),
        ("NEW", FIRST, ()),
        ("A", LAST, ("B",)),
        ("S", LAST, ("S1", "S2")),
        ("M", LAST, ("O",)),
    ],
)
def test_a_question_has_its_counterparts_in_another_version(question, asked, counterparts):
    assert WAYS.counterparts(question, asked) == counterparts


def test_figures_compare_only_where_nothing_was_split_or_merged():
    found = {question: WAYS.only_counterpart(question, LAST, FIRST) for question in sorted(LAST)}

    assert found == {"B": "A", "K": "K", "NEW": None, "O": None, "S1": None, "S2": None}


@pytest.mark.parametrize(
    ("question", "fixed"),
    [("A", {"A", "A2", "B"}), ("S", {"S", "S1", "S2"}), ("S1", {"S1"}), ("O", {"M", "N", "O"}), ("M", {"M"})],
)
def test_what_is_put_right_puts_right_what_asks_no_more(question, fixed):
    assert set(WAYS.fixed_with(question)) == fixed


def test_of_several_the_worst_answer_counts():
    assert letter_then({"M": "C", "N": "N"}, "O", WAYS) == "N"
    assert letter_then({"M": "X", "N": "C"}, "O", WAYS) == "C"
    assert letter_then({"M": "X"}, "O", WAYS) == "X"
    assert letter_then({"K": "N"}, "NEW", WAYS) is None


def test_a_row_of_findings_goes_on_over_a_change_of_the_code():
    sheets = [{"B": "N"}, {"A2": "N"}, {"A": "N"}, {"A": "C"}]

    assert times_in_a_row(sheets, "B", WAYS) == times_in_a_row(sheets, "A", WAYS) == 3


# --- files -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def new(tmp_path_factory):
    return parse_release(read_toml(written(copied(tmp_path_factory.mktemp("new")))))


def parsed(new, text=MAPPING):
    return parse_mapping("mappings/cat/1.1.toml", text, new, cat().questionnaire)


def test_a_mapping_is_the_same_out_of_the_database(new):
    assert mapping_from_json(mapping_as_json(parsed(new))) == parsed(new)
    assert missing_from(parsed(new), new, cat().questionnaire) == []


FAULTS = {
    "is no question of cat@1.0": ('old = "CL-3-02"', 'old = "CL-3-99"'),
    "still asks CL-3-01": ('old = "CL-3-02"', 'old = "CL-3-01"'),
    "is no question of cat@1.1": ('new = ["OS-8-10"]', 'new = ["OS-8-99"]'),
    "asks OS-8-05 already": ('new = ["OS-8-10"]', 'new = ["OS-8-05"]'),
    '"split" does not fit': ('new = ["OS-8-11", "OS-8-12"]', 'new = ["OS-8-11"]'),
    '"same" does not fit': ('relation = "merged"', 'relation = "same"'),
    "nothing follows a retired question": ('relation = "retired"', 'relation = "retired"\nnew = ["CL-3-05"]'),
    "reason: it is missing": ('reason = "Asked under CL-3-01."', ""),
    "reviewed_on: it is missing": ("reviewed_on = 2026-05-04\n", ""),
    "is not the version before": ('from_version = "1.0"', 'from_version = "0.9"'),
}


@pytest.mark.parametrize("words", FAULTS)
def test_a_fault_is_told_with_its_place(new, words):
    before, after = FAULTS[words]

    with pytest.raises(ReleaseFaulty, match=r"mappings/cat/1\.1\.toml") as told:
        parsed(new, MAPPING.replace(before, after))

    assert words in str(told.value)
