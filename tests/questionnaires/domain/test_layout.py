from __future__ import annotations

import json

import pytest
from hypothesis import given

from questionnaires.domain.layout import (
    SheetLayout,
    Slot,
    all_layouts,
    build_layout,
    layout_for,
    layout_from_rows,
    point_rows,
)
from tests.questionnaires.released import cat
from tests.questionnaires.strategies import layouts

POINTS = [("AA-1", "AA"), ("AA-2", "AA"), ("BB-1", "BB")]
SLOTS = [Slot("AA-1-01", "AA", "AA-1", scored=True), Slot("BB-1-01", "BB", "BB-1", scored=True)]


def test_a_layout_keeps_the_questionnaires_order() -> None:
    questionnaire = cat().questionnaire
    layout = layout_for(questionnaire, "KH")

    assert list(layout.codes) == [question.code for question in questionnaire.asked_in("KH")]
    assert layout.points == tuple(point.code for point in questionnaire.points)
    assert list(layout.point_of) == sorted(layout.point_of)


def test_each_question_counts_in_its_own_point_and_cluster() -> None:
    layout = cat().layouts["VN"]

    for slot in layout.slots:
        assert slot.code.startswith(f"{slot.point}-")
        assert slot.point.startswith(f"{slot.cluster}-")


def test_a_country_without_a_variant_is_asked_the_common_questions() -> None:
    layout = layout_for(cat().questionnaire, "EG")

    assert layout == cat().layouts[""]
    assert layout.country == ""
    assert not any(code[-3].isalpha() for code in layout.codes)


def test_every_layout_of_a_release_has_its_own_digest() -> None:
    digests = [layout.digest for layout in cat().layouts.values()]

    assert len(set(digests)) == len(digests) == 8


def test_a_country_adds_words_and_leaves_out_questions() -> None:
    layouts_by_country = all_layouts(cat().questionnaire)

    assert "OS-3-KH01" in layouts_by_country["KH"].index
    assert "OS-3-KH01" not in layouts_by_country["VN"].index
    assert "CO-7-07" not in layouts_by_country["KH"].index
    assert "FA-2-10" not in layouts_by_country["JO"].index


@pytest.mark.parametrize(
    "slots",
    [
        [*SLOTS[::-1]],
        [SLOTS[0]],
        [SLOTS[0], SLOTS[1]._replace(scored=False)],
        [SLOTS[0], SLOTS[1]._replace(code="BB-1-02")],
    ],
    ids=["another order", "a question less", "not scored", "another question"],
)
def test_whatever_changes_how_a_sheet_is_read_changes_the_digest(slots: list[Slot]) -> None:
    same = build_layout("cat@1", "KH", SLOTS, points=POINTS)

    assert build_layout("cat@1", "KH", list(SLOTS), points=POINTS).digest == same.digest
    assert build_layout("cat@1", "KH", slots, points=POINTS).digest != same.digest
    assert build_layout("cat@2", "KH", SLOTS, points=POINTS).digest != same.digest
    assert build_layout("cat@1", "VN", SLOTS, points=POINTS).digest != same.digest


def test_a_question_cannot_come_twice_or_without_its_point() -> None:
    with pytest.raises(ValueError, match="twice"):
        build_layout("cat@1", "", [SLOTS[0], SLOTS[0]], points=POINTS)
    with pytest.raises(ValueError, match="BB-1"):
        build_layout("cat@1", "", SLOTS, points=POINTS[:2])


@given(layouts())
def test_a_layout_survives_being_kept_as_json(layout: SheetLayout) -> None:
    points = [[p, layout.clusters[layout.cluster_of_point[i]]] for i, p in enumerate(layout.points)]
    slots, places, law = json.loads(json.dumps([layout.slots, points, sorted(layout.national_law)]))

    again = layout_from_rows(layout.questionnaire, layout.country, slots, points=places, national_law=law)

    assert again == layout
    assert again.index == layout.index


@pytest.mark.parametrize("country", ["", "KH", "JO"])
def test_the_released_layouts_survive_their_mirror(country: str) -> None:
    questionnaire = cat().questionnaire
    layout = cat().layouts[country]

    again = layout_from_rows(
        questionnaire.reference,
        country,
        json.loads(json.dumps(layout.slots)),
        points=point_rows(questionnaire),
        national_law=layout.national_law,
    )

    assert again == layout
