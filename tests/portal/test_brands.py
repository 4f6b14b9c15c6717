"""The brands' room: every factory by name, one's own suppliers, and reports by link and consent of this very day."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from countries.queries.local_time import today_in
from factories.commands import end_sourcing, give_consent, withdraw_consent
from factories.models import Consent, Sourcing
from tests import make
from tests.portal.world import refreshed

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def rows(response):
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


@pytest.fixture
def linh(client, programme):
    client.force_login(programme.linh)
    return client


def test_the_directory_has_every_open_factory(linh, programme):
    make.factory("KH-00009", is_closed=True, closed_on=date(2018, 1, 1))

    page = text(linh.get(reverse("directory")))

    assert "<strong>4</strong>" in page
    assert "KH-00009" not in page


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({"recognised": "yes"}, {"VN-00001"}),
        ({"mine": "yes"}, {"VN-00001", "KH-00001", "KH-00002"}),
        ({"country": "VN"}, {"VN-00001"}),
        ({"q": "KH-00003"}, {"KH-00003"}),
        ({"product": "zeppelins"}, set()),
        ({"country": "XX"}, {"VN-00001", "KH-00001", "KH-00002", "KH-00003"}),
        ({"sort": "nonsense"}, {"VN-00001", "KH-00001", "KH-00002", "KH-00003"}),
        ({"page": "nonsense"}, {"VN-00001", "KH-00001", "KH-00002", "KH-00003"}),
    ],
)
def test_filters_narrow_page_and_file_alike(linh, asked, codes):
    page = text(linh.get(reverse("directory"), asked))
    told = rows(linh.get(reverse("directory_export"), {**asked, "format": "csv"}))

    assert {row["code"] for row in told} == codes
    assert f"<strong>{len(codes)}</strong>" in page


def test_the_directory_shows_the_recognised_first_and_then_everybody_by_name(linh, programme):
    for name in ("Amber Mill", "Zebra Mill"):
        make.factory(name=name)

    names = [one.name for one in linh.get(reverse("directory")).context["factories"]]

    assert names[0] == programme.recognised.name
    assert names[1:] == sorted(names[1:])


@pytest.mark.parametrize("sort", ["", "name", "-name", "country", "-workers", "recognised", "-recognised"])
def test_every_order_pages_through_all_factories_once(linh, programme, sort):
    for number in range(60):
        make.factory(f"KH-8{number:04}", workers=number % 7, women_workers=0)

    seen, address = [], f"?sort={sort}"
    while address:
        response = linh.get(reverse("directory") + address)
        seen += [one.code for one in response.context["factories"]]
        address = response.context["next_url"]

    assert len(seen) == len(set(seen)) == 64


def test_the_list_of_suppliers_shows_what_each_shares(linh, programme):
    page = text(linh.get(reverse("suppliers")))

    assert programme.supplier.name in page
    assert programme.quiet.name in page
    assert programme.stranger.name not in page
    assert page.count("Not shared with you") == 2
    told = {row["code"]: row for row in rows(linh.get(reverse("suppliers_export"), {"format": "csv"}))}
    assert told["KH-00001"]["noncompliant"] == "1"
    assert told["KH-00002"]["noncompliant"] == told["KH-00002"]["outcome"] == ""


def test_the_order_by_rate_does_not_tell_what_is_not_shared(linh, programme):
    """Whatever its rate, a factory that shares nothing stands at the end with all others that share nothing."""
    quiet_first = linh.get(reverse("suppliers"), {"sort": "rate"}).context["rows"]

    assert [row.consented for row in quiet_first] == [False, False, True]


def test_suppliers_are_compared_as_far_as_they_share(linh, programme):
    page = text(linh.get(reverse("suppliers_compare"), {"compare": ["KH-00001", "KH-00002", "KH-00003"]}))

    assert programme.supplier.name in page
    assert "not shared" in page
    assert programme.stranger.name not in page


def test_a_supplier_with_consent_opens_its_report(linh, programme):
    page = text(linh.get(reverse("factory", args=["KH-00001"])))

    assert "LOCKED-EXIT" in page
    assert "What the factory works on" in page


def test_a_supplier_without_consent_is_seen_as_by_everybody(linh):
    page = text(linh.get(reverse("factory", args=["KH-00002"])))

    assert "HIDDEN-EXIT" not in page
    assert "Publicly reported issues" in page


def test_another_brand_sees_what_everybody_sees(client, programme):
    client.force_login(programme.karim)

    assert "LOCKED-EXIT" not in text(client.get(reverse("factory", args=["KH-00001"])))
    assert "No supplier is linked to you yet" in text(client.get(reverse("suppliers")))


def yesterday():
    """There, whose day may be a later one than here."""
    return today_in("KH", timezone.now()) - timedelta(days=1)


ENDINGS = {
    "the consent ended": lambda w: Consent.objects.update(until_on=yesterday()),
    "the consent begins tomorrow": lambda w: Consent.objects.update(from_on=yesterday() + timedelta(days=2)),
    "the link ended": lambda w: Sourcing.objects.update(until_on=yesterday()),
    "the consent was taken back": lambda w: withdraw_consent(
        w.supplier.pk, brand_id=w.brand.pk, actor=None, now=timezone.now()
    ),
    "the brand stopped buying": lambda w: end_sourcing(
        w.supplier.pk, brand_id=w.brand.pk, until_on=yesterday(), actor=None, now=timezone.now()
    ),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_right_that_ended_ends_every_look_whatever_was_copied(linh, programme, ending):
    assert "LOCKED-EXIT" in text(linh.get(reverse("factory", args=["KH-00001"])))

    ENDINGS[ending](programme)

    assert "LOCKED-EXIT" not in text(linh.get(reverse("factory", args=["KH-00001"])))
    told = {row["code"]: row for row in rows(linh.get(reverse("suppliers_export"), {"format": "csv"}))}
    assert told.get("KH-00001", {"noncompliant": ""})["noncompliant"] == ""
    assert "1 not met" not in text(linh.get(reverse("suppliers_compare"), {"compare": ["KH-00001"]}))


def test_a_consent_given_opens_the_report_at_once(linh, programme):
    give_consent(
        programme.quiet.pk,
        brand_id=programme.brand.pk,
        scope="plan",
        from_on=timezone.localdate(),
        actor=None,
        now=timezone.now(),
    )

    assert "HIDDEN-EXIT" in text(linh.get(reverse("factory", args=["KH-00002"])))


def test_a_brand_is_alerted_to_a_case_without_a_word_of_it(linh, programme):
    make.case(programme.supplier, trigger="SECRET-TRIGGER")
    refreshed()

    page = text(linh.get(reverse("factory", args=["KH-00001"])))

    assert "An urgent matter is being handled here" in page
    assert "SECRET-TRIGGER" not in page
    assert "ero-tolerance" not in page


@pytest.mark.parametrize("role", ["factory", "worker", "group", "inspector", "adviser", "global", "admin"])
@pytest.mark.parametrize(
    "route", ["directory", "suppliers", "suppliers_compare", "directory_export", "suppliers_export"]
)
def test_the_brands_room_does_not_exist_for_others(client, db, route, role):
    client.force_login(make.user(role))

    assert client.get(reverse(route)).status_code == 404
