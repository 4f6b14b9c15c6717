"""The first page of a brand's people: what changed since they last looked, as far as it is open to them now."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from buyers.models import HomeVisit
from factories.commands import decline_access, request_access, withdraw_consent
from factories.models import Consent
from journal.models import Event
from portal.models import SupplierProgress, SupplierReport
from portal.projections import refresh_listings, refresh_reports
from recognition.models import Recognition
from tests import make
from tests.portal.world import NOW, TODAY, reading, world

pytestmark = pytest.mark.django_db
HOME = "/brand/"


@pytest.fixture
def programme():
    with time_machine.travel(NOW, tick=False):
        yield world()


@pytest.fixture
def linh(programme, client):
    client.force_login(programme.linh)
    return client


def text_of(client, address=HOME):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def mark_seen(client):
    shown = re.search(r'name="shown" value="(\w+)"', text_of(client))
    return client.post(reverse("brand_home_seen"), {"shown": shown[1]}, follow=True) if shown else None


def groups(client):
    """{title: names of factories} as the page shows them."""
    response = client.get(HOME)
    return {
        group.title: [changed.factory.name for changed in group.changed]
        for group in response.context["home"].groups
    }


def test_the_navigation_and_the_front_door_lead_to_it(linh):
    assert linh.get("/").url == HOME
    assert f'href="{HOME}"' in text_of(linh, "/suppliers/")


def test_the_first_look_shows_what_is_recent_and_the_next_one_only_what_changed(linh, programme):
    assert programme.recognised.name in groups(linh)["Recognised"]
    mark_seen(linh)

    assert groups(linh) == {}
    assert "Nothing has changed" in text_of(linh)


def test_what_changed_is_grouped_the_worst_first(linh, programme):
    request = ask(programme, programme.quiet)
    mark_seen(linh)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        make.case(programme.supplier)
        make.plan_item(programme.supplier, "P-1", issue="An exit", due_on=TODAY - timedelta(days=3))
        Recognition.objects.update(state="lapsed")
        refresh_listings()
        refresh_reports()
        lose_a_criterion(programme.supplier)
        decline_access(
            request.pk, word="Not this year.", actor=owner(programme.quiet), now=NOW + timedelta(hours=1)
        )

        assert groups(linh) == {
            "An urgent matter is being handled here": [programme.supplier.name],
            "Not recognised any more": [programme.recognised.name],
            "Criteria no longer met": [programme.supplier.name],
            "Overdue in the plan": [programme.supplier.name],
            "Your request for access was declined": [programme.quiet.name],
        }
        assert next(iter(groups(linh))) == "An urgent matter is being handled here"
        assert "Not this year." in text_of(linh)


def ask(programme, factory):
    return request_access(
        factory.pk, brand_id=programme.brand.pk, scope="summary", purpose="Review", until_on=TODAY + timedelta(90),
        actor=programme.linh, now=NOW,
    )  # fmt: skip


def owner(factory):
    return make.user("factory", factory=factory)


def lose_a_criterion(factory):
    progress = SupplierProgress.objects.get(pk=factory.pk)
    met = next(row for row in progress.criteria_rows if row["outcome"] == "met" and not row["restricted"])
    met["outcome"] = "not_met"
    progress.save()


def test_what_came_after_the_page_was_shown_is_not_marked_as_seen(linh, programme):
    shown = re.search(r'name="shown" value="(\w+)"', text_of(linh))[1]
    SupplierReport.objects.filter(pk=programme.supplier.pk).update(alert=True)

    answer = linh.post(reverse("brand_home_seen"), {"shown": shown}, follow=True)

    assert "Something changed meanwhile" in answer.content.decode()
    assert not HomeVisit.objects.exists()


def test_marking_as_seen_twice_is_marking_it_once_and_no_event_tells_of_it(linh):
    events = Event.objects.count()
    mark_seen(linh)
    mark_seen(linh)
    assert HomeVisit.objects.count() == 1
    assert Event.objects.count() == events


def test_a_consent_that_ended_takes_what_changed_with_it(linh, programme):
    mark_seen(linh)
    SupplierReport.objects.filter(pk=programme.supplier.pk).update(alert=True)
    lose_a_criterion(programme.supplier)
    assert len(groups(linh)) == 2

    consent = Consent.objects.get(factory=programme.supplier)
    withdraw_consent(
        programme.supplier.pk, brand_id=consent.brand_id, actor=owner(programme.supplier), now=NOW
    )

    assert groups(linh) == {"Reports shared less, or no longer": [programme.supplier.name]}
    assert "An urgent matter" not in text_of(linh)
    mark_seen(linh)
    assert set(HomeVisit.objects.get().facts[str(programme.supplier.pk)]) == {"recognised", "scope"}


def test_a_new_version_of_the_criteria_makes_no_factory_better_or_worse(linh, programme):
    mark_seen(linh)
    lose_a_criterion(programme.supplier)
    SupplierProgress.objects.update(criteria="high-performance/2.0")
    assert groups(linh) == {}


def test_criteria_that_rest_on_cases_change_nothing(linh, programme):
    mark_seen(linh)
    progress = SupplierProgress.objects.get(pk=programme.supplier.pk)
    restricted = [row for row in progress.criteria_rows if row["restricted"]]
    for row in restricted:
        row["outcome"] = "not_met" if row["outcome"] == "met" else "met"
    progress.save()
    assert restricted
    assert groups(linh) == {}


def test_suppliers_are_watched_and_the_list_narrowed_to_them(linh, programme):
    address = reverse("watch_factory", args=[programme.supplier.code])
    for _again in range(2):
        assert linh.post(address, {"watched": "yes"}).status_code == 302

    watched = [row.factory for row in linh.get("/suppliers/?watched=yes").context["rows"]]
    assert watched == [programme.supplier]
    assert [one.pk for one in linh.get(HOME).context["home"].watched] == [programme.supplier.pk]
    assert "Stop watching" in text_of(linh, reverse("factory", args=[programme.supplier.code]))

    linh.post(address, {"watched": "no", "next": "https://elsewhere.example/"})
    assert linh.get(HOME).context["home"].watched == []


def test_a_recognised_factory_is_watched_without_buying_there_and_tells_only_what_is_public(
    client, programme
):
    client.force_login(programme.karim)
    address = reverse("watch_factory", args=[programme.recognised.code])
    assert "Watch" in text_of(client, reverse("factory", args=[programme.recognised.code]))
    client.post(address, {"watched": "yes"})
    client.post(reverse("brand_home_seen"), {"shown": client.get(HOME).context["home"].fingerprint})
    Recognition.objects.update(state="lapsed")
    refresh_listings()

    assert groups(client) == {"Not recognised any more": [programme.recognised.name]}
    assert client.post(reverse("watch_factory", args=[programme.stranger.code])).status_code == 404


def test_the_list_says_what_is_to_do_how_far_the_plan_is_and_when_it_was_and_will_be_assessed(
    linh, programme
):
    make.plan_item(programme.supplier, "P-1", status="done", due_on=TODAY - timedelta(3), done_on=TODAY)
    make.plan_item(programme.supplier, "P-2", due_on=TODAY - timedelta(2))
    make.plan_item(programme.supplier, "P-3", due_on=TODAY + timedelta(2))
    refresh_reports()

    page = text_of(linh, "/suppliers/")
    row = next(row for row in linh.get("/suppliers/").context["rows"] if row.factory == programme.supplier)

    assert f"{row.pace.done} of {row.pace.due} done" in page
    assert row.pace.overdue == ["P-2"]
    assert row.pace.due == row.pace.done + 1
    assert row.next_visit.opens_on > row.report.assessed_on
    assert [row.consented for row in linh.get("/suppliers/").context["rows"]] == [True, False, False]


def test_a_brand_without_suppliers_is_told_whom_to_ask(client, programme):
    client.force_login(programme.karim)
    assert "No supplier is linked to you yet" in text_of(client)


@pytest.mark.parametrize("address", [HOME, "/suppliers/", "/suppliers/?watched=yes"])
def test_the_pages_ask_as_often_for_three_suppliers_as_for_two_hundred(linh, programme, address):
    linh.post(reverse("watch_factory", args=[programme.supplier.code]), {"watched": "yes"})
    linh.get(address)
    with reading() as few:
        linh.get(address)
    for number in range(200):
        factory = make.factory(f"KH-7{number:04}", name=f"Mill {number}")
        make.sourcing(programme.brand, factory)
        make.consent(programme.brand, factory)
        SupplierReport.objects.create(factory=factory, alert=True)
    with reading() as many:
        linh.get(address)
    assert len(many) == len(few)
    assert len(many) <= 25
