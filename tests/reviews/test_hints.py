"""Signs of an entry that was not made question by question: properties, and on the page for the reviewer alone."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Role
from assessments.models import AnswerLog
from reviews.domain.hints import (
    copied_codes,
    entered_too_fast,
    is_all_compliant,
    most_within,
    plain_words,
)
from tests import make

moments = st.lists(st.integers(0, 300).map(lambda second: make.NOW + timedelta(seconds=second)))
LONG = "Two exits of the sewing hall were locked during overtime."


@given(moments, st.integers(0, 60))
def test_the_most_at_once_is_what_counting_from_each_moment_finds(given_moments, seconds):
    span = timedelta(seconds=seconds)
    counted = (
        [sum(0 <= (other - start) / span <= 1 for other in given_moments) for start in given_moments]
        if seconds
        else [given_moments.count(start) for start in given_moments]
    )

    assert most_within(given_moments, seconds=seconds) == max(counted, default=0)


@given(moments)
def test_what_counts_as_at_once_is_most_of_the_answers(given_moments):
    most, seconds = entered_too_fast(given_moments)

    assert most == 0 or (most >= 40 and 2 * most > len(given_moments) and seconds <= 3 * most)


@pytest.mark.parametrize(("pace", "is_hinted"), [(0.01, True), (1, True), (2, True), (6, False), (60, False)])
def test_answers_faster_than_questions_are_read_are_hinted_at(pace, is_hinted):
    steady = [make.NOW + timedelta(seconds=pace * place) for place in range(250)]

    assert bool(entered_too_fast(steady)[0]) == is_hinted


def test_points_marked_one_by_one_on_a_walk_are_not_hinted_at():
    walk = [
        make.NOW + timedelta(minutes=4 * point, seconds=place / 10)
        for point in range(30)
        for place in range(8)
    ]

    assert entered_too_fast(walk) == (0, 0)


@given(st.text())
def test_case_and_signs_make_no_other_words(text):
    assert plain_words(text) == plain_words(f"  {text} !")


@given(st.dictionaries(st.sampled_from(["A", "B", "C"]), st.sampled_from(["", "Locked.", LONG])))
def test_only_long_descriptions_of_the_same_question_count_as_copied(details):
    assert copied_codes(details, {"A": [LONG.upper()]}) == (("A",) if details.get("A") == LONG else ())
    assert copied_codes(details, {}) == ()


@given(st.text("CNX-"))
def test_all_compliant_has_nothing_found_and_nothing_open(letters):
    assert is_all_compliant(letters) == ("C" in letters and not set(letters) & set("N-"))


@pytest.mark.django_db
def test_the_reviewer_is_shown_them_and_the_team_is_not(client):
    chea, maly = make.user(Role.ADVISER), make.user(Role.REVIEWER)
    other = make.factory("KH-00011", name="Other Mill")
    make.assessment(other, assessed_on=date(2018, 2, 1), findings={"OS-8-06": LONG}, team=[chea])
    mill = make.factory("KH-00017", name="Lotus Fictional Mill")
    made = make.assessment(mill, state="submitted", findings={"OS-8-06": LONG}, team=[chea])
    AnswerLog.objects.bulk_create(
        AnswerLog(
            assessment=made, question=code, old="-", new="C", act=uuid.uuid4(), answered_at=make.NOW,
            recorded_at=make.NOW, recorded_by=chea,
        )
        for code in make.layout("KH").codes
    )  # fmt: skip
    address = reverse("reviews:review", args=[made.pk])

    client.force_login(maly)
    shown = client.get(address).content.decode()
    assert "1 description is the same" in shown
    assert "253 of 253 answers were entered within 10 seconds." in shown
    assert "Nothing was found" not in shown
    assert "Other Mill" not in shown
    client.force_login(chea)
    assert "Worth a closer look" not in client.get(address).content.decode()
