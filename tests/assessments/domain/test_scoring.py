from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from assessments.domain.answers import SheetMisfit, answers_of
from assessments.domain.scoring import score_sheets
from questionnaires.domain.layout import SheetLayout
from tests.questionnaires.released import cat
from tests.questionnaires.strategies import layouts_with_sheets

Some = tuple[SheetLayout, list[str]]


def _counted(sheet: str, layout: SheetLayout, belongs: str = "") -> tuple[int, int]:
    """Non-compliant and applicable scored questions, counted one by one."""
    slots = [s for s in layout.slots if s.scored and (not belongs or belongs in {s.cluster, s.point})]
    answers = answers_of(sheet, layout)
    letters = [answers[slot.code] for slot in slots]
    return letters.count("N"), letters.count("N") + letters.count("C")


@given(layouts_with_sheets())
def test_counting_all_at_once_is_counting_one_by_one(some: Some) -> None:
    layout, found = some

    scores = score_sheets(found, layout)

    assert len(scores) == len(found)
    for row, sheet in enumerate(found):
        assert (scores.noncompliant[row], scores.applicable[row]) == _counted(sheet, layout)
        for column, cluster in enumerate(layout.clusters):
            counts = (scores.cluster_noncompliant[row, column], scores.cluster_applicable[row, column])
            assert counts == _counted(sheet, layout, cluster)
        for column, point in enumerate(layout.points):
            counts = (scores.point_noncompliant[row, column], scores.point_applicable[row, column])
            assert counts == _counted(sheet, layout, point)
            assert scores.points_noncompliant[row, column] == (counts[0] > 0)
            assert scores.points_assessed[row, column] == (counts[1] > 0)


@given(layouts_with_sheets())
def test_counts_add_up_and_a_rate_lies_between_0_and_1(some: Some) -> None:
    layout, found = some

    scores = score_sheets(found, layout)

    assert (scores.noncompliant <= scores.applicable).all()
    assert (scores.point_noncompliant.sum(axis=1) == scores.noncompliant).all()
    assert (scores.point_applicable.sum(axis=1) == scores.applicable).all()
    assert (scores.cluster_applicable.sum(axis=1) == scores.applicable).all()
    assert not (scores.points_noncompliant & ~scores.points_assessed).any()
    assert not (scores.clusters_noncompliant & ~scores.clusters_assessed).any()


def test_one_non_compliant_question_makes_its_point_non_compliant_and_no_other() -> None:
    layout = cat().layouts["KH"]
    sheet = "".join("N" if code == "OS-8-06" else "C" for code in layout.codes)

    scores = score_sheets([sheet], layout)

    assert [p for p, bad in zip(layout.points, scores.points_noncompliant[0], strict=True) if bad] == ["OS-8"]
    assert [c for c, bad in zip(layout.clusters, scores.clusters_noncompliant[0], strict=True) if bad] == [
        "OS"
    ]


def test_what_is_not_applicable_or_not_asked_is_not_assessed() -> None:
    layout = cat().layouts[""]
    sheet = "".join({"OS": "X", "WT": "-"}.get(code[:2], "C") for code in layout.codes)

    scores = score_sheets([sheet], layout)

    assessed = [c for c, asked in zip(layout.clusters, scores.clusters_assessed[0], strict=True) if asked]
    assert assessed == ["CL", "DI", "FL", "FA", "CO", "CH"]


@pytest.mark.parametrize("wrong", ["CC", "", "ÇC…", "Y"])
def test_a_sheet_that_does_not_fit_is_named_by_its_place(wrong: str) -> None:
    layout = cat().layouts[""]
    good = "C" * len(layout)
    bad = wrong if wrong in {"CC", ""} else wrong[0] + good[1:]

    with pytest.raises(SheetMisfit, match="sheet 1"):
        score_sheets([good, bad], layout)


def test_counts_of_a_whole_programme_do_not_wrap_around() -> None:
    layout = cat().layouts[""]

    scores = score_sheets(["N" * len(layout)] * 300, layout)

    assert scores.noncompliant.tolist() == [len(layout)] * 300
    assert scores.noncompliant.dtype == np.int32
    assert int(scores.noncompliant.sum()) == 300 * len(layout)


def test_an_informative_question_is_in_no_count() -> None:
    layout = cat().layouts["KH"]
    sheet = "".join("N" if code == "FA-5-06" else "C" for code in layout.codes)

    scores = score_sheets([sheet], layout)

    assert scores.noncompliant[0] == 0
    assert scores.applicable[0] == len(layout) - 1


def test_no_sheets_give_no_scores() -> None:
    assert score_sheets([], cat().layouts[""]).point_noncompliant.shape == (0, 39)
