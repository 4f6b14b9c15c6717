"""From outside, without an account or with another's: links of others, forged hosts, ways inside by an issuer, time."""

from __future__ import annotations

import socket
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import Role, SignOn, SignOnDomain
from accounts.sessions import end_sessions
from accounts.sign_in.sealing import seal
from accounts.sign_in.tasks import send_reset_link
from outside.addresses import is_outside
from people.commands import close_account, reopen_account
from tests.accounts.people import PASSWORD, Browser, somebody
from tests.accounts.test_passwords import NEW, link_to, queued
from tests.accounts.test_second_factor import somebody_enrolled
from tests.make import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unlimited():
    cache.clear()


def choose(browser: Browser, link: str, password: str) -> None:
    """Follow the link, and post the form where it leads, or where it would have led."""
    chain = browser.get(link, follow=True).redirect_chain
    form = chain[-1][0] if chain else link.rpartition("-")[0] + "-set-password/"
    browser.post(form, {"password1": password, "password2": password}, on="/password/reset/")


# --- links for a new password ----------------------------------------------------------------------------------------


def test_a_link_is_of_one_person_alone(monkeypatch):
    queued(monkeypatch)
    dara, mallory = somebody(email="dara@example.org"), somebody(Role.BRAND, email="mallory@example.org")
    of_dara, of_mallory = link_to(dara.email), link_to(mallory.email)
    key = of_mallory.rsplit("/", 2)[1].partition("-")[2]
    of_anothers = of_dara.rsplit("/", 2)[1].partition("-")[0]

    choose(Browser(), f"/password/reset/key/{of_anothers}-{key}/", NEW)

    dara.refresh_from_db()
    assert dara.check_password(PASSWORD)


def test_a_key_carried_in_the_session_opens_no_other_persons_form(monkeypatch):
    """The address after the first step names the person; the key waits in the session."""
    queued(monkeypatch)
    dara, mallory = somebody(email="dara@example.org"), somebody(Role.BRAND, email="mallory@example.org")
    mine, theirs = link_to(mallory.email), link_to(dara.email)
    browser = Browser()
    form = browser.get(mine, follow=True).redirect_chain[-1][0]
    ids = [link.rsplit("/", 2)[1].partition("-")[0] for link in (mine, theirs)]

    browser.post(form.replace(f"/{ids[0]}-", f"/{ids[1]}-"), {"password1": NEW, "password2": NEW}, on=form)

    dara.refresh_from_db()
    assert dara.check_password(PASSWORD)


def test_of_several_links_the_first_used_ends_the_others(monkeypatch):
    queued(monkeypatch)
    dara = somebody(email="dara@example.org")
    links = [link_to(dara.email), link_to(dara.email)]
    choose(Browser(), links[0], NEW)

    choose(Browser(), links[1], "another heron on the roof")

    dara.refresh_from_db()
    assert dara.check_password(NEW)


def test_a_link_from_before_a_closing_holds_no_more_while_closed(monkeypatch):
    queued(monkeypatch)
    boss, dara = somebody(Role.GLOBAL), somebody(email="dara@example.org")
    link = link_to(dara.email)
    close_account(dara.pk, reason="Left.", actor=boss, now=NOW)

    choose(Browser(), link, NEW)

    dara.refresh_from_db()
    assert not dara.check_password(NEW)
    reopen_account(dara.pk, reason="Back.", actor=boss, now=NOW)
    choose(Browser(), link, NEW)
    dara.refresh_from_db()
    assert not dara.check_password(NEW)


def test_a_link_ends_when_its_owner_ends_all_sessions(monkeypatch):
    """Whoever read the mail of somebody who lost a tablet has nothing of it."""
    queued(monkeypatch)
    dara = somebody(email="dara@example.org")
    link = link_to(dara.email)
    end_sessions(dara.pk)

    choose(Browser(), link, NEW)

    dara.refresh_from_db()
    assert dara.check_password(PASSWORD)
    choose(Browser(), link_to(dara.email), NEW)
    dara.refresh_from_db()
    assert dara.check_password(NEW)


@pytest.mark.parametrize("header", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED", "HTTP_X_HOST"])
def test_the_link_of_a_mail_leads_here_whatever_host_was_said(header, monkeypatch):
    sent = queued(monkeypatch)
    somebody(email="dara@example.org")
    client = Client()
    value = "host=evil.example" if header == "HTTP_FORWARDED" else "evil.example"

    answer = client.post("/password/reset/", {"email": "dara@example.org"}, **{header: value})

    assert "evil.example" not in answer.headers.get("Location", "")
    for _name, arguments in sent:
        send_reset_link(*arguments)
    assert all("evil.example" not in letter.body for letter in mail.outbox)
    assert sent or answer.status_code == 400


@pytest.mark.parametrize(
    "typed", ["dara@exämple.org", "DARA@EXAMPLE.ORG", "dara@example.org\u200b", "ﬁona@example.org"]
)
def test_an_address_alike_gets_no_link_to_another_mailbox(typed):
    somebody(email="dara@example.org")
    somebody(Role.BRAND, email="fiona@example.org")

    send_reset_link(typed)

    assert [letter.to for letter in mail.outbox] in ([], [["dara@example.org"]])


def test_a_new_password_signs_nobody_in_who_has_a_second_factor(monkeypatch):
    queued(monkeypatch)
    person, _key = somebody_enrolled()
    browser = Browser()

    choose(browser, link_to(person.email), NEW)

    assert not browser.is_signed_in
    assert Authenticator.objects.filter(user=person).exists()
    browser.sign_in(person, NEW)
    assert not browser.is_signed_in


def test_signing_in_hashes_as_often_for_an_unknown_a_closed_and_an_invited_address_as_for_a_known_one(
    monkeypatch,
):
    """What takes time is the hashing of a password."""
    somebody(email="known@example.org")
    somebody(Role.BRAND, email="closed@example.org", is_active=False)
    invited = somebody(Role.INSPECTOR, email="invited@example.org")
    invited.set_unusable_password()
    invited.save()
    hasher = type(hashers.get_hasher())
    hashed: list[str] = []
    encode, verify = hasher.encode, hasher.verify
    monkeypatch.setattr(hasher, "encode", lambda *a, **k: (hashed.append("encode"), encode(*a, **k))[1])
    monkeypatch.setattr(hasher, "verify", lambda *a, **k: (hashed.append("verify"), verify(*a, **k))[1])
    counts = {}
    for name in ("known", "closed", "invited", "nobody"):
        cache.clear()
        hashed.clear()
        answer = Browser().post("/sign-in/", {"login": f"{name}@example.org", "password": "wrong, and long"})
        counts[name] = hashed.count("verify") or hashed.count("encode"), answer.status_code

    assert len(set(counts.values())) == 1, counts


# --- an issuer inside --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fd00::1", "fe80::1%eth0", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:169.254.169.254", "2002:7f00:1::", "64:ff9b::a9fe:a9fe", "198.18.0.1", "192.0.2.1",
    ],
)  # fmt: skip
def test_what_lies_inside_is_not_outside(address):
    assert not is_outside(address)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"]
)
def test_what_lies_outside_is(address):
    assert is_outside(address)


class _Counting(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_said: object) -> None:
        """Quiet."""


@pytest.fixture
def inside():
    """Something that answers inside our network; its port, and what it was asked."""
    asked: list[str] = []
    server = HTTPServer(("127.0.0.1", 0), type("Handler", (_Counting,), {"asked": asked}))
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, asked
    server.shutdown()
    server.server_close()


def sign_on_at(issuer: str) -> None:
    sign_on = SignOn.objects.create(
        slug="acme", name="Acme", issuer=issuer, client_id="c", sealed_secret=seal("s"), is_enabled=True
    )
    SignOnDomain.objects.create(sign_on=sign_on, domain="acme.example")


HOSTS = ["localhost", "127.0.0.1", "[::ffff:127.0.0.1]", "0177.0.0.1", "2130706433", "idp.example"]


@pytest.mark.parametrize("host", HOSTS)
def test_an_issuer_inside_our_network_is_not_asked(host, inside, settings, monkeypatch, caplog):
    settings.SIGN_ON_PRIVATE_ADDRESSES = False
    port, asked = inside
    real = socket.getaddrinfo  # a name of the outside that leads inside

    def looked_up(name, *where, **more):
        return real("127.0.0.1" if name == "idp.example" else name, *where, **more)

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    sign_on_at(f"http://{host}:{port}")

    page = Browser().post("/sign-in/organisation/", {"email": "x@acme.example"}).content.decode()

    assert "does not answer" in page
    assert asked == []
    assert "not outside" in caplog.text


def test_where_it_may_stand_inside_it_is_asked(inside, settings):
    settings.SIGN_ON_PRIVATE_ADDRESSES = True
    port, asked = inside
    sign_on_at(f"http://127.0.0.1:{port}")

    Browser().post("/sign-in/organisation/", {"email": "x@acme.example"})

    assert asked == ["/.well-known/openid-configuration"]


def test_a_name_that_leads_elsewhere_at_the_second_look_gains_nothing(inside, settings, monkeypatch):
    """Outside when it is checked, inside when it is used."""
    settings.SIGN_ON_PRIVATE_ADDRESSES = False
    port, asked = inside
    looks: list[str] = []

    def looked_up(name, wanted, *_where, **_more):
        looks.append(name)
        inside_now = len(looks) > 1 and name == "idp.example"
        address = "127.0.0.1" if inside_now else "203.0.113.1" if name == "203.0.113.1" else "93.184.215.14"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, wanted))]

    connected: list[str] = []

    def connect(address, *_more, **_options):
        connected.append(address[0])
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr("outside.connections.create_connection", connect)
    sign_on_at(f"http://idp.example:{port}")

    Browser().post("/sign-in/organisation/", {"email": "x@acme.example"})

    assert connected == ["93.184.215.14"]
    assert asked == []
