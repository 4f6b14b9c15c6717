"""The second factor: enrolled, asked for, used once, given up with care, compulsory where the setting says so."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from accounts.commands.tokens import make_token
from accounts.models import Role, User
from accounts.sign_in.tasks import send_notice
from journal.models import Event
from tests.accounts.people import PASSWORD, Browser, somebody
from tests.accounts.test_passwords import NEW, choose, link_to
from tests.make import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _unlimited():
    cache.clear()


def code_of(key: str, *, steps: int = 0) -> str:
    """What an app shows now (or so many half minutes from now)."""
    return format_hotp_value(hotp_value(key, int(time.time()) // 30 + steps))


def enrolled(browser: Browser) -> str:
    """Set up an app in this signed-in browser; its key."""
    browser.prove()
    page = browser.get("/account/second-factor/app/")
    key: str = page.context["form"].secret
    browser.submit(page, "/account/second-factor/app/", {"code": code_of(key)})
    cache.clear()  # as if half a minute had gone
    return key


def somebody_enrolled(role: str = Role.ADVISER) -> tuple[User, str]:
    user, browser = somebody(role), Browser()
    browser.sign_in(user)
    return user, enrolled(browser)


def test_enrolled_is_asked_for_it_and_gets_in_with_the_code():
    user, key = somebody_enrolled()
    browser = Browser()

    answer = browser.sign_in(user)
    assert answer.headers["Location"] == "/sign-in/second-factor/"
    assert not browser.is_signed_in
    assert not browser.get("/api/v1/jobs/").wsgi_request.user.is_authenticated
    browser.post("/sign-in/second-factor/", {"code": "000000"})
    assert not browser.is_signed_in
    browser.post("/sign-in/second-factor/", {"code": code_of(key)})

    assert browser.is_signed_in
    assert (
        Event.objects.filter(kind="user.second_factor_added", actor_id=user.pk).count() == 2
    )  # with the codes


def test_a_code_works_once_also_when_a_slow_clock_keeps_it_alive():
    user, key = somebody_enrolled()
    code = code_of(key)
    first, second = Browser(), Browser()
    first.sign_in(user)
    first.post("/sign-in/second-factor/", {"code": code})
    second.sign_in(user)
    second.post("/sign-in/second-factor/", {"code": f" {code[:3]} {code[3:]} "})

    assert first.is_signed_in
    assert not second.is_signed_in


def test_a_recovery_code_works_once():
    user, _key = somebody_enrolled()
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    first, second = Browser(), Browser()
    for browser in (first, second):
        browser.sign_in(user)
        browser.post("/sign-in/second-factor/", {"code": code})

    assert first.is_signed_in
    assert not second.is_signed_in


def test_recovery_codes_are_shown_downloaded_and_made_anew_only_after_proving_who_one_is():
    user, key = somebody_enrolled()
    browser = Browser()
    browser.sign_in(user)
    browser.post("/sign-in/second-factor/", {"code": code_of(key)})
    assert browser.get("/account/second-factor/codes/").status_code == 302  # to the password

    browser.prove()
    file = browser.get("/account/second-factor/codes/file/")
    old = file.content.decode().split()
    browser.post("/account/second-factor/codes/new/", {})
    new = browser.get("/account/second-factor/codes/file/").content.decode().split()

    assert len(old) == len(new) == 10
    assert not set(old) & set(new)
    assert "no-" in file.headers["Cache-Control"]


def test_a_new_password_by_mail_does_not_go_round_it():
    user, _key = somebody_enrolled()
    choose(Browser(), link_to(user.email), NEW)
    browser = Browser()

    answer = browser.sign_in(user, NEW)

    assert answer.headers["Location"] == "/sign-in/second-factor/"
    assert not browser.is_signed_in


def test_guessing_codes_comes_to_an_end():
    user, key = somebody_enrolled()
    browser = Browser()
    browser.sign_in(user)
    for number in range(10):
        browser.post("/sign-in/second-factor/", {"code": f"{number:06}"})

    browser.post("/sign-in/second-factor/", {"code": code_of(key)})

    assert not browser.is_signed_in


def test_keys_and_codes_are_not_readable_in_the_database():
    _user, key = somebody_enrolled()

    assert key not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_with_another_secret_key_no_code_is_right_and_nothing_breaks(settings):
    user, key = somebody_enrolled()
    settings.SECRET_KEY = "another key of the same installation " + "y" * 20
    browser = Browser()
    browser.sign_in(user)

    answer = browser.post("/sign-in/second-factor/", {"code": code_of(key)})

    assert answer.status_code == 200
    assert "This code is not right" in answer.content.decode()


def test_removing_it_takes_proof_and_is_told():
    user, key = somebody_enrolled()
    browser = Browser()
    browser.sign_in(user)
    browser.post("/sign-in/second-factor/", {"code": code_of(key)})
    page = "/account/second-factor/"
    assert browser.post(f"{page}app/remove/", {}, on=page).headers["Location"].startswith("/reauthenticate/")
    assert Authenticator.objects.exists()

    browser.prove()
    browser.post("/account/second-factor/app/remove/", {})

    assert not Authenticator.objects.exists()
    assert Event.objects.filter(kind="user.second_factor_removed").count() == 2  # the codes go with it


@pytest.mark.parametrize(
    ("setting", "role", "must"),
    [
        ("none", Role.ADMIN, False), ("staff", Role.ADVISER, True), ("staff", Role.ADMIN, True),
        ("staff", Role.BRAND, False), ("all", Role.WORKER, True),
    ],
)  # fmt: skip
def test_who_must_have_one_enrols_before_anything_else(settings, setting, role, must):
    settings.REQUIRE_SECOND_FACTOR = setting
    user, browser = somebody(role), Browser()
    browser.sign_in(user)

    page, api = browser.get("/recognised/"), browser.get("/api/v1/listings/")

    assert page.status_code == (302 if must else 200)
    assert page.headers.get("Location") == ("/account/second-factor/" if must else None)
    assert api.status_code == (403 if must else 200)
    if must:
        assert api.json()["code"] == "second_factor_needed"
        for way in ("/account/second-factor/", "/sign-out/", "/account/second-factor/app/"):
            assert browser.get(way).status_code in {200, 302}
            assert browser.get(way).headers.get("Location") != "/account/second-factor/"
        enrolled(browser)
        assert browser.get("/recognised/").status_code == 200
        browser.prove()
        kept = browser.post("/account/second-factor/app/remove/", {})
        assert "Add another first" in kept.content.decode()


def test_a_token_made_before_the_rule_still_works(settings):
    dara = somebody()
    token = make_token(dara.pk, name="x", scope="read", expires_at=None, actor=dara, now=NOW)
    settings.REQUIRE_SECOND_FACTOR = "staff"

    assert APIClient(headers={"Authorization": f"Token {token}"}).get("/api/v1/factories/").status_code == 200


def test_an_administrator_resets_it_with_a_reason_and_the_person_is_told():
    administrator = somebody(Role.ADMIN)
    user, _key = somebody_enrolled()
    browser, theirs = Browser(), Browser()
    theirs.sign_in(user)
    browser.sign_in(administrator)
    page = f"/people/{user.pk}/second-factor/"

    refused = browser.post(page, {"reason": " "})
    assert refused.status_code == 200
    assert Authenticator.objects.exists()
    browser.post(page, {"reason": "Met her in the office."})
    send_notice(user.pk, "second_factor_reset")

    assert not Authenticator.objects.exists()
    event = Event.objects.get(kind="user.second_factor_reset")
    assert event.data["reason"] == "Met her in the office."
    assert event.actor_id == administrator.pk
    assert mail.outbox[-1].to == [user.email]
    again = Browser()
    again.sign_in(user)
    assert again.is_signed_in
    assert browser.get(f"/people/{administrator.pk}/second-factor/").status_code == 404


def test_the_operator_resets_it_from_the_command_line(capsys):
    user, _key = somebody_enrolled()

    call_command("reset_second_factor", user.email, reason="The last administrator lost his phone.")
    call_command("reset_second_factor", user.email, reason="Again.")

    said = capsys.readouterr().out
    assert "enrol anew" in said
    assert "has no second factor" in said
    with pytest.raises(CommandError, match="check it"):
        call_command("reset_second_factor", "nobody@example.org", reason="x")
    assert PASSWORD
