"""Who is told of what, once each, and only as long as they may know."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Notice, Role
from advisory.commands import notify_plan_items_due
from advisory.models import ZeroToleranceCase
from assessments.commands import accept_assessment, finalise_assessment
from assessments.models import TeamMember
from betterwork.reactions import NOTIFY, REACTIONS
from factories.commands import leave_group, put_in_group
from factories.models import Consent, Membership, Sourcing
from journal.commands import Unchanged
from journal.models import Delivery
from notifications import notices
from notifications.rules import TABLE
from portal.models import Listing
from portal.projections import refresh_listings
from recognition.commands import lifecycle
from tests import make
from tests.notifications.cast import Cast, cast, inbox, tell, told_of
from tests.portal.world import reading
from tests.recognition.make import NOW, TODAY, recognition

pytestmark = pytest.mark.django_db
WHY = "As discussed in the review."

INSIDE = {"reviewer", "manager", "global"}
OWN = {"factory", "group"}


@pytest.fixture
def here() -> Cast:
    return cast()


def after(happened):
    tell()
    return happened


def test_every_event_of_the_table_owes_the_telling():
    owing = {kind for kind, reactions in REACTIONS.items() if NOTIFY in reactions}

    assert owing == set(TABLE)


def test_a_factory_is_told_that_a_group_reads_its_reports_and_that_it_does_no_longer(here):
    other = make.group("Other Holding")
    said = {"reason": WHY, "actor": here.people["manager"], "now": NOW}

    put_in_group(here.factory.pk, group_id=other.pk, from_on=TODAY, **said)
    tell()
    assert told_of(here, "belongs to the group Other Holding") == {"factory", "worker"}

    leave_group(here.factory.pk, until_on=TODAY, **said)
    tell()
    assert told_of(here, "no longer belongs to the group Other Holding") == {"factory", "worker"}


def test_a_proposal_and_its_confirmation_are_told_to_those_who_decide(here):
    found = recognition(here.factory, "proposed")
    tell()
    assert told_of(here, "is proposed") == INSIDE

    lifecycle.confirm_recognition(found.pk, reason=WHY, actor=here.people["global"], now=NOW)
    tell()
    # nobody is told of what they did themselves
    assert told_of(here, "is confirmed") == INSIDE - {"global"}


def test_what_concerns_no_factory_and_cannot_be_told_keeps_no_factory_from_being_told(here, monkeypatch):
    def cannot_be_told(*_args, **_more):
        raise ConnectionError

    monkeypatch.setattr(notices, "_account_recipients", cannot_be_told)
    recognition(here.factory, "proposed")

    notices.notify_people([here.factory.pk], now=NOW)

    assert told_of(here, "is proposed") == INSIDE


def test_a_publication_is_told_to_everybody_around_the_factory_and_gone_for_brands_when_withdrawn(here):
    found = recognition(here.factory, "published")
    refresh_listings()
    tell()
    brands = {"brand", "brand without consent"}
    around = INSIDE | OWN | {"assessor", "adviser", "worker"}
    assert told_of(here, "is recognised") == around | brands

    lifecycle.withdraw_recognition(found.pk, reason=WHY, actor=make.user(Role.GLOBAL), now=NOW)
    # no worker has done anything yet
    assert told_of(here, "is recognised") == around
    tell()
    assert told_of(here, "was withdrawn") == INSIDE | OWN | {"brand"}


def test_a_case_is_told_with_the_suspension_and_without_details(here):
    recognition(here.factory, "published")
    make.case(here.factory, trigger="CASE-MARK", now=NOW)
    tell()

    assert told_of(here, "zero-tolerance alert") == INSIDE | OWN | {"assessor", "brand"}
    assert told_of(here, "is suspended") == INSIDE | OWN | {"brand"}
    every = [sentence for one in here.people.values() for sentence in inbox(one)]
    assert not any("CASE-MARK" in sentence or "child" in sentence.lower() for sentence in every)
    assert "zero" not in " ".join(inbox(here.people["worker"]))


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("source", ["draft", "visit"])
def test_a_case_opened_from_a_page_suspends_at_once_and_its_buyers_are_told(here, client, source):
    recognised = recognition(here.factory, "published")
    refresh_listings()
    assert Listing.objects.filter(factory=here.factory).exists()
    breach, assessor = "CL-1-01", here.people["assessor"]
    client.force_login(assessor)
    if source == "draft":
        origin = make.assessment(
            here.factory,
            assessed_on=TODAY,
            state="draft",
            findings={breach: "A child sewed."},
            team=[assessor],
        )
        query = f"?assessment={origin.pk}&question={breach}"
    else:
        origin = make.visit(here.factory)
        make.visit_finding(here.factory, breach, details="A child sewed.")
        query = f"?visit={origin.uid}&question={breach}"
    address = reverse("advisory:open_case", args=[here.factory.code]) + query
    said = {"opened_on": TODAY.isoformat(), "trigger": "CASE-MARK", "details": "A child sewed."}

    assert client.post(address, said).status_code == 302

    case = ZeroToleranceCase.objects.get()
    assert (case.visit if source == "visit" else case.assessment) == origin
    # no worker has done anything yet
    recognised.refresh_from_db()
    assert recognised.state == "suspended"
    assert not Listing.objects.filter(factory=here.factory).exists()
    tell()
    assert told_of(here, "is suspended") == INSIDE | OWN | {"brand"}


def test_a_report_is_told_when_its_comment_window_opens_and_when_it_is_ready(here):
    reviewer = make.user(Role.REVIEWER)
    under_way = make.assessment(
        here.factory, assessed_on=TODAY - timedelta(days=20), cycle=5, state="submitted",
        team=[here.people["assessor"]],
    )  # fmt: skip
    accept_assessment(under_way.pk, actor=reviewer, now=NOW)
    tell()
    assert told_of(here, "open for comments until 15 June 2018") == OWN | {"worker", "assessor"}

    later = NOW + timedelta(days=30)
    finalise_assessment(under_way.pk, actor=reviewer, now=later)
    tell()
    assert told_of(here, "is ready") == OWN | {"worker", "assessor", "brand"}


def test_history_loaded_from_files_is_nobodys_news(here):
    make.assessment(here.factory, assessed_on=TODAY - timedelta(days=700), cycle=1)
    tell()

    assert told_of(here, "is ready") == set()


def test_a_plan_item_is_told_a_week_before_its_day_and_again_when_the_day_is_moved(here):
    due = TODAY + timedelta(days=7)
    make.plan_item(here.factory, "EXIT", due_on=due)
    make.plan_item(here.factory, "LATER", due_on=due + timedelta(days=1))
    make.plan_item(here.factory, "DONE", due_on=due, status="done", done_on=TODAY)

    assert notify_plan_items_due(actor=None, now=NOW) == 1
    assert notify_plan_items_due(actor=None, now=NOW) == Unchanged(0)
    tell()
    assert told_of(here, "plan item EXIT is due on 8 June 2018") == OWN | {"assessor"}

    make.plan_item(here.factory, "EXIT", due_on=due - timedelta(days=2), now=NOW + timedelta(hours=1))
    assert notify_plan_items_due(actor=None, now=NOW) == 1


def test_a_reaction_carried_out_again_tells_nobody_twice(here):
    recognition(here.factory, "published")
    tell()
    before = Notice.objects.count()
    Delivery.objects.filter(reaction=NOTIFY, event__kind__startswith="recognition.").update(
        state=Delivery.State.WAITING
    )
    tell()

    assert Notice.objects.count() == before > 0


RIGHTS_LOST = {
    "brand": lambda here: Sourcing.objects.filter(brand=here.brand).update(until_on=TODAY - timedelta(1)),
    "brand whose consent ended": lambda here: Consent.objects.update(until_on=TODAY - timedelta(1)),
    "factory": lambda here: Membership.objects.filter(user=here.people["factory"]).delete(),
    "manager": lambda here: Membership.objects.filter(user=here.people["manager"]).delete(),
    "assessor": lambda here: TeamMember.objects.all().delete(),
}


@pytest.mark.parametrize("who", RIGHTS_LOST)
def test_who_lost_the_right_reads_no_more_of_it_and_counts_nothing_new(here, who):
    make.case(here.factory, now=NOW)
    tell()
    name = who.partition(" whose")[0]
    assert inbox(here.people[name])

    RIGHTS_LOST[who](here)

    assert inbox(here.people[name]) == []
    assert unread_in_header(here.people[name]) == ""


def unread_in_header(person) -> str:
    client = Client()
    client.force_login(person)
    page = client.get(reverse("inbox")).content.decode()
    return page.partition('masthead-count" aria-hidden="true">')[2].partition("<")[0]


def test_the_header_counts_what_is_new_until_it_is_read(here, client):
    reviewer = here.people["reviewer"]
    recognition(here.factory, "confirmed", decider=here.people["global"])
    tell()
    assert unread_in_header(reviewer) == "2"

    client.force_login(reviewer)
    newest = Notice.objects.filter(person=reviewer).order_by("pk").last()
    client.post(reverse("read_notices"), {"notice": newest.pk})
    assert unread_in_header(reviewer) == "1"
    client.post(reverse("read_notices"))
    assert unread_in_header(reviewer) == ""
    assert len(inbox(reviewer)) == 2


def test_nobody_marks_anothers_notice(here, client):
    recognition(here.factory, "proposed")
    tell()
    anothers = Notice.objects.get(person=here.people["manager"])

    client.force_login(here.people["reviewer"])
    client.post(reverse("read_notices"), {"notice": anothers.pk})

    anothers.refresh_from_db()
    assert anothers.read_at is None


def test_telling_and_reading_ask_as_often_for_many_factories_as_for_one(here, client):
    recognition(here.factory, "published")
    with reading() as few:
        tell()
    more = [make.factory() for _ in range(12)]
    for one in more:
        make.case(one)
    client.force_login(here.people["manager"])
    with reading() as many:
        tell()
    assert len(many) <= len(few) + 3

    with reading() as page:
        client.get(reverse("inbox"))
    assert len(inbox(here.people["manager"])) > 12
    assert len(page) <= 10  # four of them for the work above the notices: its days are those of the countries


def test_the_inbox_reads_in_the_language_of_the_account(here, client):
    recognition(here.factory, "proposed")
    tell()
    reviewer = here.people["reviewer"]
    type(reviewer).objects.filter(pk=reviewer.pk).update(language="fr")
    client.force_login(reviewer)

    assert 'lang="fr"' in client.get(reverse("inbox")).content.decode()
