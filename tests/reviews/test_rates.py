"""An adviser's rate beside colleagues': hinted at where chance does not explain it, seldom where it does."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Role
from assessments.models import Score, TeamMember
from reviews.domain.rates import unusual_among, unusual_rate
from tests import make

shares = st.floats(0, 1)


@given(st.lists(shares, min_size=8, max_size=40), st.lists(shares, min_size=20, max_size=60))
def test_the_interval_lies_around_the_difference_and_leaves_out_zero(own, others):
    found = unusual_rate(own, others)

    if found is not None:
        assert found.low <= found.own - found.others <= found.high
        assert found.low > 0 or found.high < 0


@given(st.lists(shares, max_size=7), st.lists(shares, max_size=60))
def test_few_assessments_tell_nothing(own, others):
    assert unusual_rate(own, others) is None


@given(st.lists(shares, min_size=8, max_size=30), st.lists(shares, min_size=20, max_size=30))
def test_the_order_of_assessments_does_not_matter(own, others):
    assert (unusual_rate(own, others) is None) == (unusual_rate(own[::-1], others[::-1]) is None)


def test_without_a_difference_one_adviser_in_a_hundred_is_hinted_at():
    """As often as a 99 % interval says, drawn 4,000 times from the spread of rates in real programmes."""
    random = Random(18)
    rates = [[min(1, random.gammavariate(2, 0.04)) for _ in range(12 + 60)] for _ in range(4000)]
    hinted = sum(unusual_rate(drawn[:12], drawn[12:]) is not None for drawn in rates)

    assert hinted / 4000 < 0.03  # skewed rates: a little more than 1 %


def test_who_finds_a_third_of_what_colleagues_find_is_hinted_at():
    random = Random(18)
    found = 0
    for _ in range(400):
        others = [min(1, random.gammavariate(2, 0.04)) for _ in range(60)]
        own = [min(1, random.gammavariate(2, 0.04)) / 3 for _ in range(15)]
        found += unusual_rate(own, others) is not None

    assert found / 400 > 0.9


def test_beside_one_who_finds_far_too_little_nobody_else_is_hinted_at():
    random = Random(18)
    low, high, others = 0, 0, 0
    for _ in range(200):
        team = [[min(1, random.gammavariate(2, 0.04)) for _ in range(30)] for _ in range(4)]
        team[0] = [rate / 4 for rate in team[0]]
        low += unusual_among(team[0], team[1:]) is not None
        for place in (1, 2, 3):
            high += unusual_among(team[place], [*team[:place], *team[place + 1 :]]) is not None
            others += 1

    assert low / 200 > 0.9
    assert high / others < 0.03


@pytest.mark.django_db
def test_the_reviewer_reads_it_with_its_interval(client):
    lead, colleague, maly = make.user(Role.ADVISER), make.user(Role.ADVISER), make.user(Role.REVIEWER)
    for number in range(30):
        who, found = (lead, 2) if number < 9 else (colleague, 20 + number % 5)
        old = make.assessment(
            make.factory(), assessed_on=date(2018, 1, 1) + timedelta(days=number), team=[who]
        )
        TeamMember.objects.filter(assessment=old).update(is_lead=True)
        Score.objects.update_or_create(
            assessment=old,
            defaults={"revision": 1, "noncompliant": found, "applicable": 200, "clusters": {}, "points": {}},
        )
    made = make.assessment(make.factory(), state="submitted", findings=["OS-8-06"], team=[lead])
    TeamMember.objects.filter(assessment=made).update(is_lead=True)
    client.force_login(maly)

    page = client.get(reverse("reviews:review", args=[made.pk])).content.decode()

    assert "the lead found 1.0 per cent of the questions non-compliant in 9 assessments" in page
    assert "colleagues 11.0 per cent in 21" in page
