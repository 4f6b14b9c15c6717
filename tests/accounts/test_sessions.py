"""Where somebody is signed in, seen and ended; nothing stays in the browser."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache

from accounts.models import Role
from accounts.sign_in.sessions.devices import device_of
from journal.models import Event
from tests.accounts.people import Browser, somebody

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0"


@pytest.fixture(autouse=True)
def _unlimited():
    cache.clear()


def two() -> tuple[Browser, Browser]:
    dara = somebody()
    desk, phone = Browser(HTTP_USER_AGENT=DESK), Browser(HTTP_USER_AGENT=PHONE)
    for browser in (desk, phone):
        browser.sign_in(dara)
    return desk, phone


@pytest.mark.parametrize(
    ("said", "device"), [(PHONE, ("Chrome", "Android")), (DESK, ("Firefox", "Windows")), ("curl/8", ("", ""))]
)
def test_a_browser_is_named_in_words(said, device):
    assert device_of(said) == device


def test_sessions_are_listed_and_one_is_ended():
    desk, phone = two()
    page = desk.get("/account/sessions/").content.decode()
    assert "Firefox on Windows" in page
    assert "Chrome on Android" in page
    other = UserSession.objects.get(user_agent=PHONE)

    desk.post(f"/account/sessions/{other.pk}/end/", {}, on="/account/sessions/")

    assert desk.is_signed_in
    assert not phone.is_signed_in
    assert Event.objects.filter(kind="user.sessions_ended").exists()


def test_all_others_are_ended_at_once():
    desk, phone = two()

    desk.post("/account/sessions/end/", {}, on="/account/sessions/")

    assert desk.is_signed_in
    assert not phone.is_signed_in


def test_nobody_ends_anothers_session():
    desk, _phone = two()
    stranger = Browser()
    stranger.sign_in(somebody(Role.BRAND))
    theirs = UserSession.objects.get(user_agent=DESK)

    assert stranger.post(f"/account/sessions/{theirs.pk}/end/", {}, on="/account/").status_code == 404
    assert desk.is_signed_in


def test_no_address_of_a_person_is_kept():
    two()
    assert set(UserSession.objects.values_list("ip", flat=True)) == {"0.0.0.0"}


def test_signing_out_takes_the_session_from_the_list():
    desk, phone = two()
    phone.post("/sign-out/", {})

    assert "Chrome on Android" not in desk.get("/account/sessions/").content.decode()


@pytest.mark.parametrize(
    "page", ["/account/", "/recognised/", "/people/", "/scheme/", "/nowhere/", "/account/tokens/"]
)
def test_signed_in_pages_are_stored_nowhere(page):
    browser = Browser()
    browser.sign_in(somebody(Role.ADMIN))

    assert "no-store" in browser.get(page).headers["Cache-Control"]


def test_what_is_everybodys_may_be_kept():
    assert "no-store" not in Browser().get("/recognised/").headers.get("Cache-Control", "")
