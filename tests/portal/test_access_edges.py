"""Report access at its edges: renewals of what has not begun or reaches far ahead, records that are merged, logs."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Role
from duplicates.commands.links_merged import Disagreeing, check_consents
from factories.commands import give_consent
from factories.models import Consent
from factories.queries import consented_to
from journal.models import Access
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
