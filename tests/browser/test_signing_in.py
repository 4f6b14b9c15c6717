"""Signing in as people do it: app, recovery code, passkey, organisation, forgotten password, sessions, tokens, Back."""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from playwright.sync_api import Page, expect

from accounts.models import ApiToken, Role, User
from tests.accounts.organisation import organisation
from tests.accounts.people import PASSWORD, somebody
from tests.browser.axe import axe
from tests.browser.chromium import Troubles
from tests.browser.fixtures import NewPage
from tests.notifications.mail_server import MailServer, mail_server
from tests.waiting import eventually

pytestmark = pytest.mark.filterwarnings(
    "ignore:get_jwt_config:DeprecationWarning"
)  # the organisation's server's own


@pytest.fixture(autouse=True)
def _unlimited() -> None:
    cache.clear()


def sign_in(page: Page, user: User, password: str = PASSWORD) -> None:
    """By the form."""
    page.goto("/sign-in/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/sign-out/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()


def prove(page: Page) -> None:
    """The password again, where a page asks for it."""
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


def code_of(key: str) -> str:
    return format_hotp_value(hotp_value(key, int(time.time()) // 30))


def set_up_app(page: Page) -> str:
    """From one's second factors; the key that the app would read."""
    page.goto("/account/second-factor/")
    page.get_by_role("link", name="Set up an app").click()
    prove(page)
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    assert axe(page) == []
    key = page.get_by_label("type this key into it").input_value()
    page.get_by_label("Code").fill(code_of(key))
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert axe(page) == []
    cache.clear()  # as if half a minute had gone: the code may be used again
    return key


def test_an_app_is_set_up_and_asked_for_and_a_recovery_code_works_once(page: Page) -> None:
    chea = somebody(name="Chea")
    sign_in(page, chea)
    page.goto("/account/")
    page.get_by_role("link", name="Second factor").click()
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    key = set_up_app(page)
    recovery = page.locator(".codes li").first.inner_text()
    sign_out(page)

    sign_in(page, chea)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    assert axe(page) == []
    page.get_by_label("Code").fill("123")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".field-error").first).to_contain_text("This code is not right")
    page.get_by_label("Code").fill(code_of(key))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Chea").first).to_be_visible()
    sign_out(page)

    for _ in range(2):
        sign_in(page, chea)
        page.get_by_label("Code").fill(recovery)
        page.get_by_role("button", name="Sign in").click()
        if page.get_by_role("heading", name="Second step").count() == 0:
            sign_out(page)
    expect(page.locator(".field-error").first).to_contain_text("This code is not right")


def virtual_device(page: Page) -> None:
    """A device of this page's browser that makes passkeys, and whose owner always unlocks it."""
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    talk.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def add_passkey(page: Page, *, alone: bool) -> None:
    page.goto("/account/second-factor/passkeys/add/")
    prove(page)
    page.get_by_label("Name of this passkey").fill("My phone")
    if alone:
        page.get_by_label("Sign in with it alone").check()
    assert axe(page) == []
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def test_a_passkey_is_the_second_step_is_renamed_and_removed(page: Page) -> None:
    chea = somebody(name="Chea")
    virtual_device(page)
    sign_in(page, chea)
    add_passkey(page, alone=False)
    sign_out(page)

    sign_in(page, chea)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("Chea").first).to_be_visible()

    page.goto("/account/second-factor/")
    assert axe(page) == []
    page.get_by_role("link", name="My phone", exact=True).click()
    page.get_by_role("link", name="Use your password").or_(page.get_by_label("Password")).first.wait_for()
    prove(page)
    page.get_by_label("Name").fill("Blue key")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove Blue key").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    assert not Authenticator.objects.exists()


def test_a_passkey_alone_signs_in(page: Page) -> None:
    chea = somebody(name="Chea")
    virtual_device(page)
    sign_in(page, chea)
    add_passkey(page, alone=True)
    sign_out(page)

    page.goto("/sign-in/")
    page.get_by_role("button", name="With a passkey").click()

    expect(page.get_by_text("Chea").first).to_be_visible()


def test_staff_who_must_are_led_to_enrol_first(page: Page, settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = "staff"
    sign_in(page, somebody(Role.MANAGER))

    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    expect(page.get_by_text("Your role needs a second factor")).to_be_visible()
    page.goto("/factories/")
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    set_up_app(page)
    page.goto("/factories/")
    expect(page.get_by_role("heading", name="Factories")).to_be_visible()


def test_through_ones_organisation(page: Page, troubles: Troubles) -> None:
    troubles.allow("favicon")  # the organisation's server has none
    troubles.allow("cdn.")  # its page takes a style from elsewhere, which no test reaches
    page.route(re.compile(r"^https://"), lambda route: route.fulfill(body=""))
    with organisation() as acme:
        acme.knows("17", email="bea@acme.example", email_verified=True)
        somebody(Role.BRAND, "bea@acme.example", name="Bea")
        page.goto("/sign-in/")
        page.get_by_role("link", name="Through my organisation").click()
        assert axe(page) == []
        page.get_by_label("Your e-mail address at work").fill("bea@acme.example")
        page.get_by_role("button", name="Continue").click()
        page.get_by_placeholder("sub").fill("17")
        page.get_by_role("button", name="Authorize").click()

        expect(page.get_by_text("Bea").first).to_be_visible()


@pytest.fixture
def mailbox(monkeypatch) -> Iterator[MailServer]:
    """A real mail server, which the worker that the test starts writes to."""
    with mail_server() as server:
        monkeypatch.setenv("TEST_EMAIL_URL", f"smtp://127.0.0.1:{server.port}")
        yield server


def test_a_forgotten_password_is_answered_alike_and_the_known_gets_a_link(
    page: Page, mailbox: MailServer, start_worker
) -> None:
    start_worker()
    dara = somebody(email="dara@example.org", name="Dara", language="fr")
    for address in ("nobody@example.org", dara.email):
        page.goto("/sign-in/")
        page.get_by_role("main").get_by_role("link", name="Forgot your password?").click()
        page.get_by_label("Email").fill(address)
        page.get_by_role("button", name="Send the link").click()
        expect(page.get_by_role("heading", name="Check your e-mail")).to_be_visible()
    eventually(lambda: bool(mailbox.taken), seconds=30)

    (letter,) = mailbox.taken
    assert (letter["To"], letter["Content-Language"]) == (dara.email, "fr")
    link = re.search(r"(/password/reset/key/\S+)", letter.get_content())
    assert link
    page.goto(link[1])
    page.get_by_label("Password", exact=False).first.fill("a heron on the third roof")
    page.get_by_label("again").fill("a heron on the third roof")
    page.get_by_role("button", name="Save password").click()
    expect(page.get_by_role("heading", name="Your new password is saved")).to_be_visible()
    sign_in(page, dara, "a heron on the third roof")
    expect(page.get_by_text("Dara").first).to_be_visible()


def test_sessions_of_two_browsers_are_seen_and_ended(new_page: NewPage) -> None:
    dara = somebody(name="Dara")
    here = new_page(viewport={"width": 1440, "height": 900})
    there = new_page(
        user_agent="Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
        viewport={"width": 390, "height": 844},
    )
    sign_in(here, dara)
    sign_in(there, dara)
    here.goto("/account/")
    here.get_by_role("link", name="Sessions").click()
    assert axe(here) == []

    row = here.get_by_role("listitem").filter(has_text="Chrome on Android")
    row.get_by_role("button", name="Sign out").click()

    expect(here.get_by_text("That device is signed out.")).to_be_visible()
    there.goto("/account/")
    expect(there.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


def test_a_token_made_on_the_page_serves_a_program_until_it_is_revoked(page: Page, live: str) -> None:
    sign_in(page, somebody(Role.MANAGER))
    page.goto("/account/")
    page.get_by_role("link", name="API tokens").click()
    assert axe(page) == []
    page.get_by_role("link", name="Create a token").click()
    prove(page)
    assert axe(page) == []
    page.get_by_label("Which program uses it").fill("Monthly report")
    page.get_by_role("button", name="Make the token").click()
    token = page.get_by_label("Your token").input_value()
    assert axe(page) == []

    assert called(live, token) == HTTPStatus.OK
    page.get_by_role("link", name="I have copied it").click()
    expect(page.get_by_role("row").filter(has_text="Monthly report")).to_be_visible()
    assert token not in page.content()
    page.get_by_role("button", name="Revoke Monthly report").click()
    expect(page.get_by_text("The token works no more.")).to_be_visible()

    assert called(live, token) == HTTPStatus.UNAUTHORIZED
    assert not ApiToken.objects.exists()


def called(live: str, token: str) -> int:
    """The status that a program gets."""
    request = urllib.request.Request(f"{live}/api/v1/factories/", headers={"Authorization": f"Token {token}"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code


def test_after_signing_out_back_shows_nothing(page: Page) -> None:
    dara = somebody(name="Dara of the secret")
    sign_in(page, dara)
    page.goto("/account/")
    expect(page.get_by_role("heading", name="Dara of the secret")).to_be_visible()
    sign_out(page)

    for _ in range(3):
        page.go_back()
        expect(page.get_by_text("Dara of the secret")).to_have_count(0)
