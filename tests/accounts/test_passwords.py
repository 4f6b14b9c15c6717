"""Passwords: asking for one tells nothing of who has an account, weak ones are refused, a new one ends the rest."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from django.core import mail
from django.core.cache import cache
from rest_framework.test import APIClient

from accounts import commands
from accounts.commands.tokens import make_token
from accounts.models import Role, User
from accounts.sign_in.tasks import send_reset_link
from journal.models import Event
from people.commands import close_account, reopen_account
from tests.accounts.people import PASSWORD, Browser, somebody
from tests.make import NOW

pytestmark = pytest.mark.django_db
NEW = "a heron on the third roof"


@pytest.fixture(autouse=True)
def _unlimited():
    cache.clear()


def queued(monkeypatch) -> list[tuple[str, list[object]]]:
    """What is handed to the worker."""
    sent: list[tuple[str, list[object]]] = []
    monkeypatch.setattr(
        "accounts.sign_in.mail.current_app.send_task", lambda name, args: sent.append((name, args))
    )
    return sent


def ask(address: str):
    return Browser().post("/password/reset/", {"email": address})


def link_to(address: str) -> str:
    send_reset_link(address)
    found = re.search(r"http://127\.0\.0\.1:8000(/password/reset/key/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def choose(browser: Browser, address: str, password: str):
    """Follow the link of the mail as a browser does, which keeps the key out of the address."""
    form = browser.get(address, follow=True).redirect_chain[-1][0]
    return browser.post(form, {"password1": password, "password2": password})


def test_an_unknown_address_is_answered_as_a_known_one(monkeypatch):
    somebody(email="dara@example.org")
    somebody(Role.BRAND, email="closed@example.org", is_active=False)
    sent = queued(monkeypatch)

    answers = [ask(f"{name}@example.org") for name in ("dara", "nobody", "closed")]

    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {
        (302, "/password/reset/sent/")
    }
    assert [args for _name, args in sent] == [
        [f"{name}@example.org"] for name in ("dara", "nobody", "closed")
    ]


def test_the_database_is_asked_the_same_for_both(django_assert_num_queries, monkeypatch):
    """Time follows the work: neither page looks anybody up."""
    somebody(email="dara@example.org")
    queued(monkeypatch)
    for address in ("dara@example.org", "nobody@example.org"):
        browser = Browser()
        browser.get("/password/reset/")
        with django_assert_num_queries(1):  # the row of the security log, which names nobody
            browser.post("/password/reset/", {"email": address})


def test_only_the_known_get_mail_each_in_their_language():
    somebody(email="dara@example.org", language="fr", name="Dara")
    somebody(Role.BRAND, email="closed@example.org", is_active=False)

    for name in ("dara", "nobody", "closed"):
        send_reset_link(f"{name}@example.org")

    (letter,) = mail.outbox
    assert letter.to == ["dara@example.org"]
    assert letter.extra_headers["Content-Language"] == "fr"


def test_the_link_sets_a_password_once_and_the_old_one_ends(monkeypatch):
    queued(monkeypatch)
    dara = somebody(email="dara@example.org")
    elsewhere = Browser()
    elsewhere.sign_in(dara)
    token = make_token(dara.pk, name="x", scope="read", expires_at=None, actor=dara, now=NOW)
    program = APIClient(headers={"Authorization": f"Token {token}"})
    assert program.get("/api/v1/jobs/").status_code != 401
    link = link_to(dara.email)

    choose(Browser(), link, NEW)

    assert not elsewhere.is_signed_in
    assert program.get("/api/v1/jobs/").status_code == 401
    again = Browser()
    again.sign_in(dara, PASSWORD)
    assert not again.is_signed_in
    again.sign_in(dara, NEW)
    assert again.is_signed_in
    assert "has been used or is too old" in Browser().get(link, follow=True).content.decode()
    assert Event.objects.filter(kind="user.password_changed", actor_id=dara.pk).exists()


def test_changing_ones_password_keeps_this_session_and_ends_the_others(monkeypatch):
    sent = queued(monkeypatch)
    dara = somebody()
    here, there = Browser(), Browser()
    here.sign_in(dara)
    there.sign_in(dara)

    here.post("/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert here.is_signed_in
    assert not there.is_signed_in
    assert ("accounts.send_notice", [dara.pk, "password_changed"]) in sent


@pytest.mark.parametrize(
    "weak", ["4815162342108", "password1234", "qwertyuiop", "short", "dara.sok@example.org"]
)
def test_weak_passwords_are_refused_wherever_one_is_chosen(weak):
    dara = somebody(email="dara.sok@example.org")
    browser = Browser()
    browser.sign_in(dara)

    changed = browser.post(
        "/password/change/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    )
    reset = choose(Browser(), link_to(dara.email), weak)

    assert (changed.status_code, reset.status_code) == (200, 200)
    with pytest.raises(commands.WeakPassword):
        commands.choose_password(dara.pk, password=weak, actor=None, now=NOW)
    dara.refresh_from_db()
    assert dara.check_password(PASSWORD)


def test_closing_and_reopening_leaves_no_session_and_no_token_of_before():
    administrator, dara = somebody(Role.ADMIN), somebody()
    browser = Browser()
    browser.sign_in(dara)
    token = make_token(dara.pk, name="x", scope="read", expires_at=None, actor=dara, now=NOW)
    program = APIClient(headers={"Authorization": f"Token {token}"})

    close_account(dara.pk, reason="Left", actor=administrator, now=NOW)
    assert program.get("/api/v1/jobs/").status_code == 401
    reopen_account(dara.pk, reason="Came back", actor=administrator, now=NOW)

    assert not browser.is_signed_in
    assert program.get("/api/v1/jobs/").status_code == 401


def test_signing_in_says_the_same_of_a_wrong_password_and_an_unknown_address():
    dara = somebody(email="dara@example.org")

    wrong = Browser().sign_in(dara, "not this one at all")
    unknown = Browser().sign_in(User(email="nobody@example.org"), "not this one at all")

    said = [
        re.findall(r"field-error.*?</div>|error-summary.*?</div>", page.content.decode(), re.DOTALL)
        for page in (wrong, unknown)
    ]
    assert said[0] == said[1] != []


def test_guessing_a_password_comes_to_an_end_also_from_another_address():
    dara = somebody()
    for _ in range(5):
        Browser().sign_in(dara, "guess guess guess")

    right_but_late = Browser(REMOTE_ADDR="203.0.113.9")
    right_but_late.sign_in(dara)

    assert not right_but_late.is_signed_in


def test_what_one_process_counts_another_sees():
    cache.set("counted", 7, 60)
    look = "import django; django.setup(); from django.core.cache import cache; print(cache.get('counted'))"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}

    other = subprocess.run([sys.executable, "-c", look], env=env, capture_output=True, text=True, check=True)

    assert other.stdout.strip() == "7"


def test_the_way_back_after_signing_in_never_leads_elsewhere():
    dara = somebody()
    for evil in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        browser = Browser()
        answer = browser.sign_in(dara, next=evil)
        assert "evil" not in answer.headers["Location"]
        assert "javascript" not in answer.headers["Location"]


def test_a_session_planted_before_signing_in_is_not_the_one_after():
    browser = Browser()
    browser.get("/sign-in/")
    session = browser.client.session
    session["planted"] = True
    session.save()
    browser.client.cookies["sessionid"] = session.session_key
    planted = session.session_key

    browser.sign_in(somebody())

    assert browser.client.session.session_key != planted


def test_asking_for_links_again_and_again_is_told_in_our_own_words(monkeypatch):
    queued(monkeypatch)
    answers = [ask("dara@example.org") for _ in range(7)]

    assert answers[-1].status_code == 429
    assert "Wait a few minutes" in answers[-1].content.decode()
