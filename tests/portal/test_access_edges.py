"""Report access at its edges: renewals of what has not begun or reaches far ahead, records that are merged, logs."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from duplicates.commands.links_merged import Disagreeing, check_consents
from factories.commands import give_consent, request_access
from factories.models import AccessRequest, Consent
from factories.queries import consented_to
from journal.models import Access
from portal.models import SupplierProgress
from progress_reports.views import reading
from tests import make
from tests.make import NOW, TODAY
from tests.people.make import browser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def linked():
    factory, brand = make.factory(), make.brand()
    make.sourcing(brand, factory)
    return factory, brand


def renewal_offered(factory) -> date | None:
    page = browser(make.user(Role.FACTORY, factory=factory)).get(
        reverse("report_access", args=[factory.code])
    )
    found = re.search(r'name="until_on" value="([^"]*)"', page.content.decode())
    return date.fromisoformat(found[1]) if found else None


def test_a_consent_that_has_not_begun_is_not_renewed_into_today(linked):
    factory, brand = linked
    make.consent(brand, factory, from_on=TODAY + timedelta(60), until_on=TODAY + timedelta(200))

    assert renewal_offered(factory) is None


def test_a_consent_whose_place_another_takes_is_ended_not_deleted(linked):
    factory, brand = linked
    make.consent(brand, factory, from_on=TODAY + timedelta(60), until_on=TODAY + timedelta(200))
    manager = make.user(Role.FACTORY, factory=factory)

    give_consent(
        factory.pk,
        brand_id=brand.pk,
        from_on=TODAY,
        scope="summary",
        until_on=TODAY + timedelta(30),
        actor=manager,
        now=NOW,
    )

    assert consented_to([brand.pk], TODAY).exists()
    assert Consent.objects.count() == 2
    assert not consented_to([brand.pk], TODAY + timedelta(70)).exists()


def test_a_renewal_reaches_no_further_than_a_grant_may(linked):
    factory, brand = linked
    make.consent(brand, factory, from_on=TODAY, until_on=TODAY + timedelta(1000))

    assert renewal_offered(factory) == TODAY.replace(year=TODAY.year + 3)


def test_records_whose_consents_end_on_other_days_are_not_merged_unseen(linked):
    kept, brand = linked
    dropped = make.factory()
    make.sourcing(brand, dropped)
    make.consent(brand, kept, from_on=TODAY - timedelta(9), until_on=TODAY + timedelta(10))
    make.consent(brand, dropped, from_on=TODAY - timedelta(5))

    with pytest.raises(Disagreeing):
        check_consents(kept, dropped, TODAY)


def test_who_reads_a_self_diagnosis_is_in_no_log_of_the_programme(linked):
    factory, _ = linked
    Access.objects.create(
        at=NOW,
        user=make.user(),
        kind=Access.Kind.PAGE,
        page="self_diagnosis:diagnosis",
        factory_id=factory.pk,
    )

    page = browser(make.user(Role.MANAGER)).get(reverse("looks", args=[factory.code]))

    assert page.status_code == 200
    assert "Self-diagnosis" not in page.content.decode()


def test_a_grant_that_answers_no_request_leaves_the_one_that_waits(linked):
    factory, brand = linked
    make.consent(brand, factory, scope="summary", until_on=TODAY + timedelta(20))
    request_access(
        factory.pk,
        brand_id=brand.pk,
        scope="plan",
        purpose="Sourcing",
        until_on=TODAY + timedelta(300),
        actor=make.user(Role.BRAND, brand=brand),
        now=NOW,
    )
    client = Client()
    client.force_login(make.user(Role.FACTORY, factory=factory))

    answer = client.post(
        reverse("grant_access", args=[factory.code, brand.pk]),
        {"scope": "summary", "until_on": (TODAY + timedelta(385)).isoformat()},
    )

    assert answer.status_code == 302
    assert AccessRequest.objects.get().state == "pending"


def test_a_summary_asked_for_while_the_consent_goes_is_no_page(linked, monkeypatch):
    factory, brand = linked
    consent = make.consent(brand, factory)
    client = Client()
    client.force_login(make.user(Role.BRAND, brand=brand))
    looked_up = reading._factory_for

    def withdrawn_meanwhile(*arguments):
        found = looked_up(*arguments)
        consent.delete()
        return found

    monkeypatch.setattr(reading, "_factory_for", withdrawn_meanwhile)

    answer = client.post(reverse("progress_reports:make", args=[factory.code]), {"language": "en"})

    assert answer.status_code == 404


def test_the_log_names_the_brand_that_buys_here_of_a_person_of_two(linked):
    factory, brand = linked
    make.consent(brand, factory)
    person = make.user(Role.BRAND, brand=brand)
    make.place_at(person, brand=make.brand("Elsewhere & Sons"))
    browser(person).get(reverse("factory", args=[factory.code]))

    page = browser(make.user(Role.FACTORY, factory=factory)).get(reverse("looks", args=[factory.code]))

    assert brand.name in page.content.decode()
    assert "Elsewhere &amp; Sons" not in page.content.decode()


def read_by_brand(client, factory) -> list[str]:
    addresses = [
        reverse("factory", args=[factory.code]),
        reverse("suppliers"),
        f"{reverse('suppliers_compare')}?code={factory.code}",
        f"{reverse('suppliers_export')}?format=csv",
    ]
    return [content_of(client.get(address)) for address in addresses]


def content_of(answer) -> str:
    assert answer.status_code == 200, answer
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return re.sub(
        r'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"', "", text.decode()
    )


def test_a_case_that_is_closed_changes_nothing_that_a_brand_reads(linked):
    """While it is open the brand is alerted; a verdict that counts it afterwards would go on telling of it."""
    factory, brand = linked
    make.consent(brand, factory)
    client = browser(make.user(Role.BRAND, brand=brand))
    row = {"code": "C1", "pillar": "compliance", "outcome": "met", "restricted": False, "title": "Rate"}
    of_case = row | {"code": "C4", "outcome": "not_met", "restricted": True, "title": "Cases"}
    progress = SupplierProgress.objects.create(
        factory=factory, outcome="eligible", close=False, outcome_without_cases="eligible",
        close_without_cases=False, as_of=TODAY, as_of_without_cases=TODAY, criteria="high-performance/1.0",
        pillars=[{"pillar": "compliance", "met": 1, "not_met": 0, "unknown": 0}],
        criteria_rows=[row, of_case | {"outcome": "met"}],
    )  # fmt: skip
    before = read_by_brand(client, factory)

    progress.outcome, progress.close, progress.as_of = "not_eligible", True, TODAY + timedelta(3)
    progress.criteria_rows = [row, of_case]
    progress.save()

    assert read_by_brand(client, factory) == before
