"""Zero-tolerance cases: offered at once, followed by two clocks, seen by few."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Role
from advisory import commands
from advisory.models import ZeroToleranceCase
from advisory.queries.cases import opened_at
from tests import make
from tests.assessments.test_pages import page, post
from tests.two_people import approve

pytestmark = pytest.mark.django_db
BREACH = "CL-1-01"
DAYS = timedelta(days=9)


@pytest.fixture
def mill():
    make.questionnaire()
    return make.factory("KH-00017", name="Lotus Fictional Mill")


@pytest.fixture
def chea(client):
    user = make.user(Role.ADVISER, name="Chea Adviser")
    client.force_login(user)
    return user


def opened(client, mill, query):
    """Follow an offer: the form as it is filled in already, sent as it stands."""
    html = client.get(f"{reverse('advisory:open_case', args=[mill.code])}{query}").content.decode()
    assert "A child of twelve sewed." in html
    data = {
        "opened_on": "2018-05-28",
        "trigger": f"{BREACH} Child labour",
        "details": "A child of twelve sewed.",
    }
    answer = client.post(f"{reverse('advisory:open_case', args=[mill.code])}{query}", data)
    return ZeroToleranceCase.objects.get(), answer["Location"]


def test_a_case_from_a_draft_answer_carries_the_finding_along(client, mill, chea):
    draft = make.assessment(mill, state="draft", findings={BREACH: "A child of twelve sewed."}, team=[chea])

    case, address = opened(client, mill, f"?assessment={draft.pk}&question={BREACH}")

    assert (case.assessment, case.details) == (draft, "A child of twelve sewed.")
    assert address == reverse("advisory:case", args=[mill.code, case.uid])
    html = client.get(address).content.decode()
    assert "The assessment it comes from" in html


def test_a_visits_finding_offers_a_case_where_a_breach_cannot_wait(client, mill, chea):
    visit = make.visit(mill)
    make.visit_finding(mill, BREACH, details="A child of twelve sewed.")
    make.visit_finding(mill, "OS-8-06")
    query = f"?visit={visit.uid}&question="

    html = page(client, "visit", visit_uid=visit.uid).replace("&amp;", "&")
    case, _address = opened(client, mill, query + BREACH)

    assert query + BREACH in html
    assert query + "OS-8-06" not in html
    assert case.visit == visit


@time_machine.travel(make.NOW + timedelta(hours=50), tick=False)
def test_the_page_tells_how_long_is_left_and_which_protocol_holds(client, mill):
    case = make.case(mill)
    client.force_login(make.user(Role.MANAGER))

    html = page(client, "case", code=mill.code, case_uid=case.uid)

    assert "time is up" in html  # the ministry's 48 hours
    assert "22 hours left" in html  # of 72 until the follow-up
    assert "Child labour follows the protocol agreed" in html
    assert "Close the case" in html


@time_machine.travel(make.NOW + timedelta(hours=1), tick=False)
def test_clocks_run_from_the_first_record_however_often_a_case_is_corrected(client, mill, chea):
    case = make.case(mill, now=make.NOW)
    commands.open_zero_tolerance_case(
        mill.pk,
        opened_on=case.opened_on,
        trigger=case.trigger,
        details="More.",
        actor=chea,
        now=make.NOW + DAYS,
    )

    assert ZeroToleranceCase.objects.count() == 2
    assert opened_at(case.uid) == make.NOW


def test_a_closed_case_has_no_clocks(client, mill):
    case = make.case(mill)
    manager = make.user(Role.MANAGER)
    client.force_login(manager)
    closing = {
        "closed_on": "2018-05-30",
        "statement": "The child is at school.",
        "evidence": "Visit of 29 May",
    }
    post(client, "close_case", closing, code=mill.code, case_uid=case.uid)
    approve(make.user(Role.GLOBAL))

    html = page(client, "case", code=mill.code, case_uid=case.uid)

    assert "hours left" not in html
    assert "30 May 2018" in html
    assert "The child is at school." in html
    assert "Visit of 29 May" in html


def test_the_factory_reads_of_its_case_but_neither_details_nor_drafts(client, mill, chea):
    draft = make.assessment(mill, state="draft", findings={BREACH: "A child of twelve sewed."}, team=[chea])
    case, address = opened(client, mill, f"?assessment={draft.pk}&question={BREACH}")
    client.force_login(make.user(Role.FACTORY, factory=mill))

    html = client.get(address).content.decode()

    assert "Child labour" in html
    assert "twelve" not in html
    assert str(draft.pk) not in html
    client.force_login(make.user(Role.WORKER, factory=mill))
    page(client, "case", expect=404, code=mill.code, case_uid=case.uid)
