"""A session ends when it rests or grows old; a decision wants a recent sign-in and is carried out after it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.urls import get_resolver

from accounts.models import Role, User
from tests import make
from tests.accounts.people import PASSWORD, Browser, somebody

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _unlimited():
    cache.clear()


def signed_in(user: User) -> Browser:
    browser = Browser()
    browser.sign_in(user)
    return browser


def reached(browser: Browser) -> bool:
    return browser.get("/account/").status_code == 200


def test_a_session_that_rests_for_three_days_ends_and_leads_to_the_sign_in():
    with time_machine.travel(MORNING, tick=False) as clock:
        browser = signed_in(somebody())
        clock.shift(timedelta(hours=71))
        assert reached(browser)
        clock.shift(timedelta(hours=73))
        answer = browser.get("/account/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(settings.LOGIN_URL)


def test_a_session_in_daily_use_ends_after_two_weeks():
    with time_machine.travel(MORNING, tick=False) as clock:
        browser = signed_in(somebody())
        for _day in range(13):
            clock.shift(timedelta(days=1))
            assert reached(browser)
        clock.shift(timedelta(days=1, seconds=1))
        assert not reached(browser)


def test_two_days_without_a_connection_end_no_session():
    with time_machine.travel(MORNING, tick=False) as clock:
        browser = signed_in(somebody())
        clock.shift(timedelta(days=2))
        assert reached(browser)


def role_change(admin: Browser, person: User) -> tuple[str, dict[str, str]]:
    address = f"/people/{person.pk}/role/?role=reviewer"
    page = admin.get(address).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    return address, {**hidden, "reason": "Reviews from May on", "role": "reviewer"}


def test_a_decision_an_hour_after_signing_in_asks_who_it_is_and_is_then_carried_out(settings):
    settings.DECISION_MINUTES = 60
    person = make.user(Role.ADVISER, name="Dara")
    with time_machine.travel(MORNING, tick=False) as clock:
        admin = signed_in(somebody(Role.ADMIN))
        clock.shift(timedelta(minutes=61))
        address, form = role_change(admin, person)
        asked = admin.post(address, form)
        person.refresh_from_db()
        assert (asked.status_code, person.role) == (302, Role.ADVISER)
        assert asked.headers["Location"].startswith("/reauthenticate/")
        again = asked.headers["Location"]
        refused = admin.post(again, {"password": "not this one", "next": address}, on=again)
        assert refused.status_code == 200
        admin.post(again, {"password": PASSWORD}, on=again)
    person.refresh_from_db()
    assert person.role == Role.REVIEWER


@pytest.mark.parametrize(
    "address",
    ["/people/invite/?role=admin", "/people/import/write/", "/people/{person}/places/", "/setup/criteria/"],
)
def test_rights_and_criteria_are_given_by_nobody_who_only_finds_the_browser_open(settings, address):
    settings.DECISION_MINUTES = 60
    person = make.user(Role.ADVISER, name="Dara")
    with time_machine.travel(MORNING, tick=False) as clock:
        admin = signed_in(somebody(Role.ADMIN))
        clock.shift(timedelta(minutes=61))
        asked = admin.post(address.format(person=person.pk), {"email": "mallory@example.org"}, on="/account/")
    assert asked.status_code == 302
    assert asked.headers["Location"].startswith("/reauthenticate/")


def test_a_decision_soon_after_signing_in_asks_nothing(settings):
    settings.DECISION_MINUTES = 60
    person = make.user(Role.ADVISER, name="Dara")
    admin = signed_in(somebody(Role.ADMIN))
    address, form = role_change(admin, person)
    admin.post(address, form)
    person.refresh_from_db()
    assert person.role == Role.REVIEWER


def _view_names() -> set[str]:
    found: set[str] = set()

    def walk(resolver, prefix):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                space = [*prefix, pattern.namespace] if pattern.namespace else prefix
                walk(pattern, space)
            elif pattern.name:
                found.add(":".join([*prefix, pattern.name]))

    walk(get_resolver(), [])
    return found


def test_every_decision_names_a_page_that_exists():
    assert _view_names() >= settings.DECISIONS
