"""A colleague for the time of an absence: what they see, what they do not, and how it ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from journal.commands import Unchanged
from journal.models import Event
from obligations.commands.delegations import DelegationFaulty, end_delegation, set_delegation
from obligations.models import Delegation
from tests import make
from tests.make import NOW, TODAY
from tests.notifications.cast import inbox, tell
from tests.obligations.cast import cast, work_of

pytestmark = pytest.mark.django_db
WEEK = {"from_on": TODAY, "until_on": TODAY + timedelta(days=7)}


@pytest.fixture
def here():
    made = cast()
    make.assessment(made.mill, team=[made["assessor"]])
    make.assessment(made.mill, assessed_on=date(2018, 5, 20), cycle=2, state="draft", team=[made["assessor"]])
    make.plan_item(made.mill, "1", issue="Unlock the exit", due_on=date(2018, 5, 1))
    return made


def kinds(person, *, later=0):
    return {row.kind for row in work_of(person, now=NOW + timedelta(days=later))}


def test_a_colleague_sees_the_work_that_they_may_do_themselves_from_the_first_day_to_the_last(here):
    days = {"from_on": TODAY + timedelta(days=2), "until_on": TODAY + timedelta(days=9)}
    set_delegation(here["adviser"].pk, **days, actor=here["assessor"], now=NOW)

    assert kinds(here["adviser"], later=1) == set()
    assert kinds(here["adviser"], later=2) == {"plan_overdue"}  # the open assessment stays with its team
    assert kinds(here["adviser"], later=9) == {"plan_overdue"}
    assert kinds(here["adviser"], later=10) == set()
    assert kinds(here["assessor"], later=5) == {"plan_overdue", "draft"}


def test_it_ends_when_the_person_is_back_and_leaves_its_trace(here):
    set_delegation(here["adviser"].pk, **WEEK, actor=here["assessor"], now=NOW)
    again = set_delegation(here["adviser"].pk, **WEEK, actor=here["assessor"], now=NOW)
    end_delegation(actor=here["assessor"], now=NOW)

    assert isinstance(again, Unchanged)
    assert isinstance(end_delegation(actor=here["assessor"], now=NOW), Unchanged)
    assert kinds(here["adviser"]) == set()
    assert list(
        Event.objects.filter(kind__startswith="delegation.").order_by("pk").values_list("kind", flat=True)
    ) == [
        "delegation.set", "delegation.received", "delegation.ended"
    ]  # fmt: skip


def test_naming_another_colleague_replaces_the_first(here):
    other = make.user("adviser")
    set_delegation(here["adviser"].pk, **WEEK, actor=here["assessor"], now=NOW)
    set_delegation(other.pk, **WEEK, actor=here["assessor"], now=NOW)

    assert kinds(here["adviser"]) == set()
    assert kinds(other) == {"plan_overdue"}


def test_the_colleague_reads_of_it_in_their_inbox(here):
    set_delegation(here["adviser"].pk, **WEEK, actor=here["assessor"], now=NOW)
    tell()

    assert any("You stand in for a colleague" in line for line in inbox(here["adviser"]))
    assert not any("You stand in" in line for line in inbox(here["assessor"]))


@pytest.mark.parametrize("who", ["adviser abroad", "reviewer", "manager", "factory"])
def test_only_a_colleague_of_the_same_role_and_country_stands_in(here, who):
    with pytest.raises(DelegationFaulty):
        set_delegation(here[who].pk, **WEEK, actor=here["assessor"], now=NOW)


@pytest.mark.parametrize(
    ("from_on", "until_on"),
    [(TODAY, TODAY - timedelta(days=1)), (TODAY - timedelta(days=9), TODAY - timedelta(days=1)),
     (TODAY, TODAY + timedelta(days=500))],
)  # fmt: skip
def test_days_that_no_absence_has_are_refused(here, from_on, until_on):
    with pytest.raises(DelegationFaulty):
        set_delegation(
            here["adviser"].pk, from_on=from_on, until_on=until_on, actor=here["assessor"], now=NOW
        )
    assert not Delegation.objects.exists()


def test_rights_are_not_lent(here):
    """A colleague who moved to another country sees nothing of the mill, whoever named them."""
    set_delegation(here["adviser"].pk, **WEEK, actor=here["assessor"], now=NOW)
    from factories.models import Membership

    Membership.objects.filter(user=here["adviser"]).update(country=make.country("VN"))

    assert kinds(here["adviser"]) == set()


@time_machine.travel(NOW)
def test_the_page_names_a_colleague_says_what_stays_and_ends_it(here):
    client = Client(enforce_csrf_checks=True)
    client.force_login(here["assessor"])
    address = reverse("obligations:absence")

    def sent(to, **data):
        token = client.get(address).context["csrf_token"]
        return client.post(to, {**data, "csrfmiddlewaretoken": str(token)})

    before = client.get(address).content.decode()
    faulty = sent(address, colleague=here["adviser"].pk, from_on=TODAY, until_on=TODAY - timedelta(days=1))
    done = sent(address, colleague=here["adviser"].pk, **WEEK)

    assert "Assessments to finish: 1" in before
    assert faulty.status_code == 422
    assert "Choose a last day that is not over" in faulty.content.decode()
    assert done.status_code == 302
    assert "stands in from" in client.get(address).content.decode()
    client.force_login(here["adviser"])
    assert f"You stand in for {here['assessor'].name}" in client.get(
        reverse("obligations:list")
    ).content.decode().replace("<bdi>", "").replace("</bdi>", "")
    client.force_login(here["assessor"])
    assert sent(reverse("obligations:end_absence")).status_code == 302
    assert "stands in from" not in client.get(address).content.decode()


def test_ones_own_work_says_who_stands_in(client, here):
    client.force_login(here["assessor"])
    with time_machine.travel(NOW, tick=False):
        assert "stands in from" not in client.get(reverse("obligations:list")).content.decode()
        set_delegation(here["adviser"].pk, **WEEK, actor=here["assessor"], now=NOW)
        html = client.get(reverse("obligations:list")).content.decode()
    assert f"<bdi>{here['adviser'].name}</bdi> stands in from" in html
