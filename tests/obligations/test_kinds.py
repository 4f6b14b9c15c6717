"""For whom each kind of work appears, and what makes it go."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from assessments.commands import open_assessment
from journal.deliveries import deliver
from people.commands.accounts import close_account
from people.queries.open_work import open_work as left_behind
from recognition.commands import lifecycle
from scheduling.models import PlannedAssessment
from scheduling.projections.visit_schedule import refresh_plan
from tests import make
from tests.make import NOW
from tests.obligations.cast import cast, has, work_of
from tests.obligations.steps import STEPS, WHY, mill_for
from tests.portal.world import refreshed
from tests.recognition.make import eligible_factory, judged, recognition

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", STEPS)
def test_work_appears_for_those_who_have_to_act_and_goes_when_it_is_done(name):
    kind, steps, holders = STEPS[name]
    here = cast(mill_for(steps))
    running = steps(here)

    next(running)
    assert here.holders(kind) == holders
    next(running, None)
    assert here.holders(kind) == set()


def test_a_visit_of_the_week_is_its_advisers_until_it_was_made():
    mill = make.factory()
    make.assessment(mill, assessed_on=date(2017, 7, 20))
    advisers = [make.user("adviser") for _ in range(4)]
    refresh_plan(seed="secret", now=NOW)
    row = PlannedAssessment.objects.get(factory=mill)
    before = datetime.combine(row.starts_on, datetime.min.time(), NOW.tzinfo) + timedelta(hours=9)
    going = {row.lead_id, row.second_id}

    early, week = before - timedelta(days=9), before - timedelta(days=3)
    assert not any(has(person, "visit", now=early) for person in advisers)
    assert {person.pk for person in advisers if has(person, "visit", now=week)} == going

    team = [person for person in advisers if person.pk in going]
    open_assessment(mill.pk, assessed_on=row.starts_on, team=team, actor=team[0], now=before)
    deliver("scheduling.replan", now=before)
    assert not any(has(person, "visit", now=before) for person in advisers)


def test_a_recognition_that_ends_waits_until_it_is_renewed():
    here = cast(eligible_factory())
    found = recognition(here.mill, "published", by=here["reviewer"], decider=here["global"])
    later = NOW + timedelta(days=330)

    assert here.holders("ending") == set()
    assert here.holders("ending", now=later) == {"global", "global too"}
    lifecycle.withdraw_recognition(found.pk, reason=WHY, actor=here["global"], now=later)
    assert here.holders("ending", now=later) == set()


def test_a_factory_close_to_recognition_is_its_advisers_and_nothing_says_why_it_is_not_there():
    here = cast(eligible_factory(latest=["OS-8-06", "OS-8-07", "OS-8-08"]))
    judged()
    refreshed()
    from portal.models import SupplierProgress

    SupplierProgress.objects.filter(pk=here.mill.pk).update(close_without_cases=True)

    assert here.holders("close") == {
        "assessor",
        "adviser",
    }  # nobody assessed it: every adviser of the country


def test_who_assessed_a_factory_is_not_asked_to_decide_about_it():
    here = cast(eligible_factory())
    recognition(here.mill, "proposed", by=here["reviewer"])
    make.assessment(here.mill, assessed_on=date(2018, 5, 2), cycle=3, team=[here["global"]])

    assert here.holders("decision") == {"global too"}


def test_a_clock_of_a_case_runs_out_and_the_next_one_is_shown():
    here = cast()
    make.case(here.mill)

    fresh, over = (
        next(row for row in work_of(here["manager"], now=now) if row.kind == "case")
        for now in (NOW + timedelta(hours=1), NOW + timedelta(hours=49))
    )

    assert (fresh.hours_left, fresh.is_urgent, fresh.is_late) == (47, True, False)
    assert over.is_late


def test_when_an_adviser_leaves_the_work_has_a_new_owner(client):
    here = cast()
    make.assessment(here.mill, team=[here["assessor"]])
    make.assessment(here.mill, assessed_on=date(2018, 5, 20), cycle=2, state="draft", team=[here["assessor"]])
    make.plan_item(here.mill, "1", issue="Unlock the exit", due_on=date(2018, 5, 1))
    assert here.holders("draft") == here.holders("plan_overdue") == {"assessor"}

    chosen = dict.fromkeys(left_behind(here["assessor"].pk), here["adviser"].pk)
    close_account(here["assessor"].pk, handover=chosen, reason=WHY, actor=here["manager"], now=NOW)
    here["assessor"].refresh_from_db()

    assert here.holders("draft") == here.holders("plan_overdue") == {"adviser"}


def test_every_row_leads_to_a_page_that_exists_for_its_reader(client):
    here = cast()
    for name in ("a case", "a comment window", "an overdue item, for its adviser"):
        next(STEPS[name][1](here))

    for person in here.people.values():
        client.force_login(person)
        for row in work_of(person):
            assert client.get(row.url).status_code == 200, (person.role, row)


def test_the_list_of_one_kind_has_all_of_it_page_by_page(client):
    mill = make.factory()
    for number in range(12):
        make.plan_item(mill, str(number), issue=f"Issue {number}", due_on=date(2018, 5, 1))
    client.force_login(make.user("adviser"))

    whole = client.get(reverse("obligations:list"))
    one = client.get(reverse("obligations:list"), {"kind": "plan_overdue"})

    assert whole.content.decode().count("Issue ") == 10
    assert one.content.decode().count("Issue ") == 12
    assert client.get(reverse("obligations:list"), {"page": "x"}).status_code == 404
