"""The staff's desk, and a factory's page for those who work with it."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from assessments.models import Assessment
from tests import make
from tests.portal.world import NOW, refreshed
from tests.recognition.make import eligible_factory, judged, recognition

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def titles(client, user):
    client.force_login(user)
    return [(row.title, row.factory) for row in client.get(reverse("desk")).context["work"].rows]


def test_a_reviewer_finds_what_was_submitted_and_whom_to_propose(client):
    waiting, eligible = make.factory("KH-00001", name="Waiting Mill"), eligible_factory("KH-00002")
    make.assessment(waiting, state="submitted")
    judged()
    refreshed()

    found = titles(client, make.user("reviewer"))

    assert ("Review the assessment", "Waiting Mill") in found
    assert ("Propose for recognition?", eligible.name) in found


def test_a_proposal_waits_for_the_global_team_and_no_longer_for_reviewers(client):
    factory = eligible_factory()
    recognition(factory, "proposed")

    assert ("Decide on recognition", factory.name) in titles(client, make.user("global"))
    assert titles(client, make.user("reviewer")) == []


def test_an_adviser_finds_the_own_drafts_and_no_other(client):
    mine, other = make.user("adviser"), make.user("adviser")
    factory = make.factory(name="Draft Mill")
    make.assessment(factory, state="draft", team=[mine])

    assert ("Finish the assessment", "Draft Mill") in titles(client, mine)
    assert titles(client, other) == []


def test_overdue_plan_items_wait_for_the_adviser(client):
    make.plan_item(make.factory(name="Late Mill"), issue="Unlock the exit", due_on=date(2018, 5, 1))

    assert ("Unlock the exit", "Late Mill") in titles(client, make.user("adviser"))


def test_cases_wait_for_the_country_manager(client):
    make.case(make.factory(name="Case Mill"))

    assert ("Zero-tolerance case", "Case Mill") in titles(client, make.user("manager"))
    assert titles(client, make.user("adviser")) == []
    assert titles(client, make.user("manager", country="VN")) == []


@time_machine.travel(NOW)
def test_what_changed_is_told_one_line_a_factory(client):
    factory = make.factory(name="Busy Mill")
    make.assessment(factory)
    make.visit(factory)
    client.force_login(make.user("adviser"))

    changes = client.get(reverse("desk")).context["changes"]

    assert [one.factory.name for one in changes] == ["Busy Mill"]
    assert changes[0].others >= 1


@time_machine.travel(NOW)
def test_only_a_verdict_that_turned_is_news(client):
    mill = eligible_factory("KH-00002")
    client.force_login(make.user("reviewer"))

    judged()
    first = [one.latest.kind for one in client.get(reverse("desk")).context["changes"]]
    make.case(mill, now=NOW)
    judged()
    then = [one.latest.kind for one in client.get(reverse("desk")).context["changes"]]

    assert "evaluation.changed" not in first
    assert then == ["evaluation.changed"]


@time_machine.travel(NOW)
def test_an_adviser_is_not_told_of_proposals_and_cases(client):
    factory = eligible_factory()
    recognition(factory, "proposed")
    make.case(factory)
    client.force_login(make.user("adviser"))

    page = text(client.get(reverse("desk"))) + text(client.get(reverse("factory", args=[factory.code])))

    assert "proposed" not in page.lower()
    assert "zero-tolerance case opened" not in page.lower()


def test_the_glance_counts_the_own_countries_only(client, programme):
    client.force_login(make.user("manager", country="KH"))
    assert client.get(reverse("desk")).context["sums"] == {
        "factories": 3, "recognised": 0, "close": 0, "struggling": 0,
    }  # fmt: skip

    client.force_login(make.user("global"))
    assert client.get(reverse("desk")).context["sums"]["recognised"] == 1


@pytest.mark.parametrize("role", ["brand", "factory", "worker", "group", "inspector", "admin"])
def test_the_desk_does_not_exist_for_others(client, db, role):
    client.force_login(make.user(role))

    assert client.get(reverse("desk")).status_code == 404


@pytest.mark.parametrize("role", ["adviser", "reviewer", "manager", "global"])
def test_staff_see_the_whole_of_a_factory_of_their_country(client, programme, role):
    client.force_login(make.user(role))

    page = text(client.get(reverse("factory", args=["KH-00001"])))

    assert "What happened here" in page
    assert "Northwind" in page


def test_staff_of_another_country_see_what_everybody_sees(client, programme):
    client.force_login(make.user("manager", country="VN"))

    page = text(client.get(reverse("factory", args=["KH-00001"])))

    assert "What happened here" not in page
    assert "Northwind" not in page


def test_the_date_of_an_unannounced_visit_is_for_its_team(client):
    mine, other = make.user("adviser"), make.user("adviser")
    factory = make.factory()
    make.assessment(factory, assessed_on=date(2018, 5, 5), state="draft", team=[mine])
    assert Assessment.objects.get().state == "draft"

    def page(user):
        client.force_login(user)
        return text(client.get(reverse("factory", args=[factory.code])))

    assert "5 May 2018" in page(mine)
    assert "5 May 2018" not in page(other)
    assert "5 May 2018" in page(make.user("reviewer"))


@pytest.mark.parametrize("role", ["adviser", "manager", "reviewer"])
def test_staff_are_led_from_a_factorys_page_to_its_plan_the_agenda_and_the_management_systems(client, role):
    mill = make.factory()
    client.force_login(make.user(role))

    page = client.get(reverse("factory", args=[mill.code])).content.decode()

    for route in ("advisory:plan", "committees:agenda", "advisory:systems"):
        assert f'href="{reverse(route, args=[mill.code])}"' in page


def test_one_worker_is_no_workers(client):
    mill = make.factory(workers=1, women_workers=0)
    client.force_login(make.user("global"))

    page = client.get(reverse("factory", args=[mill.code])).content.decode()

    assert "1 worker, 0% women" in page
    assert "1 workers" not in page
