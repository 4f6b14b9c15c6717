"""What other apps are told of verdicts, recognitions and priorities: plain rows at a constant cost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.models import Role
from criteria.projections import refresh_verdicts
from criteria.queries import current_verdicts, sentence_of
from criteria.queries.criteria import last_full_evaluation_at, standard_on
from recognition.commands import lifecycle
from recognition.queries import once_published, published, recognitions_visible_to
from scheduling.queries import priority_factories
from tests import make
from tests.recognition.make import NOW, TODAY, WAYS, eligible_factory, judged, recognition

pytestmark = pytest.mark.django_db


def test_a_verdict_is_told_with_its_criteria_and_next_steps():
    factory = eligible_factory("KH-00001")
    make.systems(factory, "osh", score=2, reviewed_on=TODAY)
    make.case(factory)
    judged(factory)

    (told,) = current_verdicts([factory.pk])

    assert (told.factory, told.outcome, told.close, told.standard.name) == (
        "KH-00001", "not_eligible", False, "high-performance/1.0",
    )  # fmt: skip
    assert {row["code"] for row in told.criteria_rows if row["restricted"]} == {"C5-OPEN", "C5-RECENT"}
    steps = {step["criterion"]: step for step in told.next_steps}
    assert set(steps) == {"S1-OSH", "C5-OPEN", "C5-RECENT"}
    assert sentence_of(steps["S1-OSH"]) == "two levels higher"
    assert steps["C5-OPEN"]["restricted"]
    assert sum(pillar["not_met"] for pillar in told.by_pillar()) == 1


def test_only_current_verdicts_of_the_factories_asked_for():
    one, other = eligible_factory(), eligible_factory()
    judged()
    make.systems(one, "osh", score=2, reviewed_on=TODAY)
    judged()

    assert [(told.factory_id, told.outcome) for told in current_verdicts([one.pk])] == [
        (one.pk, "not_eligible")
    ]
    assert len(current_verdicts()) == 2
    assert current_verdicts([]) == []
    assert other.pk in {told.factory_id for told in current_verdicts()}


@pytest.mark.parametrize("state", WAYS)
def test_only_a_published_recognition_is_public(state):
    found = recognition(eligible_factory(), state)

    public = published([found.factory_id])

    assert [row.id for row in public] == ([found.pk] if state == "published" else [])
    ever = {"published", "suspended", "withdrawn", "lapsed"}
    assert once_published([found.factory_id]) == ([found.pk] if state in ever else [])


def test_a_public_recognition_tells_its_days_and_strengths():
    found = recognition(eligible_factory(), "published")

    (row,) = published()

    assert (row.factory_id, row.recognised_on, row.expires_on) == (
        found.factory_id, TODAY, TODAY.replace(year=2019),
    )  # fmt: skip
    assert row.criteria == "high-performance/1.0"
    # the two criteria that rest on zero-tolerance cases are not told
    assert row.strengths == [
        {"pillar": "compliance", "met": 8, "of": 8},
        {"pillar": "management_systems", "met": 3, "of": 3},
        {"pillar": "social_dialogue", "met": 6, "of": 6},
        {"pillar": "learning", "met": 3, "of": 3},
    ]


def test_a_renewed_recognition_tells_the_strengths_of_its_new_verdict():
    found = recognition(eligible_factory(), "published")
    make.plan_item(found.factory, "2", status="done", due_on=date(2018, 5, 2), done_on=date(2018, 5, 1))
    later = NOW + timedelta(days=60)
    refresh_verdicts([found.factory_id], now=later)
    lifecycle.renew_recognition(found.pk, reason="Kept.", actor=make.user(Role.GLOBAL), now=later)

    before, (row,) = found.evaluation_id, published()
    found.refresh_from_db()

    assert found.evaluation_id != before
    assert row.expires_on == date(2019, 7, 31)


def test_verdicts_and_recognitions_of_many_cost_as_much_as_of_one(django_assert_num_queries):
    factories = [eligible_factory() for _ in range(4)]
    for factory in factories:
        recognition(factory, "published")

    for some in ([factories[0].pk], [factory.pk for factory in factories]):
        with django_assert_num_queries(2):
            current_verdicts(some)
        with django_assert_num_queries(3):
            published(some)


def test_recognitions_exist_for_whom_the_table_says():
    here = recognition(eligible_factory())
    there = recognition(eligible_factory(country="VN"), "published")

    def seen(role, **of):
        return set(recognitions_visible_to(make.user(role, **of)).values_list("pk", flat=True))

    assert seen(Role.GLOBAL) == {here.pk, there.pk}
    assert seen(Role.MANAGER) == {here.pk, there.pk}
    assert seen(Role.MANAGER, country="VN") == {there.pk}
    for role in (Role.ADVISER, Role.BRAND, Role.INSPECTOR, Role.ADMIN):
        assert seen(role) == {there.pk}


# --- priority factories ---------------------------------------------------------------------------------------------


def assessed(code, findings, **said):
    factory = make.factory(code)
    make.assessment(factory, findings=findings, **said)
    return factory


def test_an_open_case_makes_a_factory_a_priority():
    factory = assessed("KH-00001", [])
    make.case(factory)

    (row,) = priority_factories(TODAY)

    assert (row.code, row.rank, row.reasons) == ("KH-00001", 1, ({"code": "case", "cases": 1},))
    assert (row.assessed_on, row.noncompliant) == (date(2018, 3, 1), 0)


def test_a_rate_far_above_the_countrys_mean_makes_one():
    asked = make.layout().codes
    for number in range(12):
        assessed(f"KH-{number:05}", asked[:3])
    assessed("KH-00099", asked[:90])

    (row,) = priority_factories(TODAY)

    (reason,) = row.reasons
    assert (row.code, reason["code"], reason["n"], reason["factories"]) == (
        "KH-00099",
        "rate",
        row.noncompliant,
        13,
    )
    assert reason["mean"] + 2 * reason["deviation"] < reason["n"] / reason["of"]


def test_three_public_issues_found_again_make_one():
    public = ["OS-8-05", "OS-8-06", "OS-8-07"]
    factory = assessed("KH-00001", public, assessed_on=date(2017, 3, 1))
    make.assessment(factory, assessed_on=date(2018, 3, 1), findings=public, cycle=2)
    twice = assessed("KH-00002", public[:2], assessed_on=date(2017, 3, 1))
    make.assessment(twice, assessed_on=date(2018, 3, 1), findings=public[:2], cycle=2)

    assert [(row.code, row.reasons) for row in priority_factories(TODAY)] == [
        ("KH-00001", ({"code": "repeated", "issues": 3},))
    ]


def test_open_cases_come_before_all_other_reasons(django_assert_max_num_queries):
    public = ["OS-8-05", "OS-8-06", "OS-8-07"]
    repeated = assessed("KH-00001", public, assessed_on=date(2017, 3, 1))
    make.assessment(repeated, assessed_on=date(2018, 3, 1), findings=public, cycle=2)
    make.case(assessed("KH-00002", []))

    priority_factories(TODAY)  # what a process keeps, it has
    with django_assert_max_num_queries(11):
        found = priority_factories(TODAY)

    assert [(row.rank, row.code) for row in found] == [(1, "KH-00002"), (2, "KH-00001")]


def test_everybody_was_judged_when_all_were_and_not_when_one_was():
    factory = eligible_factory()
    judged()
    criteria = standard_on(TODAY)
    refresh_verdicts([factory.pk], now=NOW + timedelta(hours=1))

    assert last_full_evaluation_at(criteria.id) == NOW

    refresh_verdicts(now=NOW + timedelta(hours=2))

    assert last_full_evaluation_at(criteria.id) == NOW + timedelta(hours=2)
