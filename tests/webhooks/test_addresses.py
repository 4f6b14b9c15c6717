"""A webhook is no way into the network of whoever runs this: addresses, names, redirects, ports."""

from __future__ import annotations

import socket

import pytest

from outside.addresses import is_outside
from tests.recognition.make import NOW
from webhooks.commands.endpoints import WebhookFaulty, add_endpoint, send_test
from webhooks.domain.addresses import AddressFault, fault_of
from webhooks.models import ChangeKind, WebhookAttempt, WebhookEndpoint
from webhooks.tasks.sending import send_messages

INSIDE = [
    "10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.1.1", "172.16.0.1", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "240.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "fec0::1",
    "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2001:db8::1",
]  # fmt: skip
FAULTS = {
    "http://brand.example/": AddressFault.NOT_HTTPS,
    "ftp://brand.example/": AddressFault.NOT_HTTPS,
    "javascript:alert(1)": AddressFault.NO_ADDRESS,
    "https://": AddressFault.NO_ADDRESS,
    "https://user:secret@brand.example/": AddressFault.CREDENTIALS,
    "https://brand.example@127.0.0.1/": AddressFault.CREDENTIALS,
    "https://brand.example:22/": AddressFault.PORT,
    "https://brand.example:99999/": AddressFault.NO_ADDRESS,
    "https://brand.example/#part": AddressFault.NO_ADDRESS,
    "https://brand.example\\@127.0.0.1/": AddressFault.NO_ADDRESS,
    "https://brand.example/\r\nHost: inside": AddressFault.NO_ADDRESS,
    "https://bränd.example/": AddressFault.NO_ADDRESS,
    "https://[::1/": AddressFault.NO_ADDRESS,
    "https://brand.example/hooks?of=us": AddressFault.NONE,
    "https://brand.example:8443/": AddressFault.NONE,
}


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_known_in_every_guise(address):
    assert not is_outside(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "64:ff9b::5db8:d70e"])
def test_an_address_outside_is_one(address):
    assert is_outside(address)


@pytest.mark.parametrize(("url", "fault"), FAULTS.items())
def test_an_address_that_is_none_is_refused_when_it_is_typed(url, fault):
    assert fault_of(url, inside_allowed=False) == fault


@pytest.mark.django_db
def test_no_webhook_is_made_of_one(programme):
    with pytest.raises(WebhookFaulty, match="https://"):
        add_endpoint(
            programme.brand.pk,
            name="Inside",
            url="http://169.254.169.254/latest",
            kinds=ChangeKind.values,
            actor=programme.linh,
            now=NOW,
        )
    assert not WebhookEndpoint.objects.exists()


@pytest.fixture
def attempt(programme, receiver, settings):
    """One attempt to an address, as in production but for http."""
    made = add_endpoint(
        programme.brand.pk, name="x", url=receiver.url, kinds=ChangeKind.values, actor=programme.linh, now=NOW
    )
    settings.WEBHOOK_PRIVATE_ADDRESSES = False

    def tried(host):
        address = receiver.url.replace("127.0.0.1", host)
        WebhookEndpoint.objects.update(url=address)
        send_test(made.endpoint_id, actor=programme.linh, now=NOW)
        send_messages(made.endpoint_id, clock=lambda: NOW)
        assert receiver.received == []
        return WebhookAttempt.objects.get().error

    return tried


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0177.0.0.1"])
def test_nothing_is_sent_inside(attempt, host):
    assert attempt(host) == "the name leads to no public address"


@pytest.mark.django_db
def test_a_name_that_nobody_knows_fails_in_the_same_words_as_one_that_leads_inside(attempt, monkeypatch):
    def looked_up(*_where, **_more):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)

    assert attempt("wiki.internal") == "the name leads to no public address"


@pytest.mark.django_db
def test_a_name_that_leads_outside_and_inside_is_refused(attempt, monkeypatch):
    def looked_up(_name, port, *_where, **_more):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in ("93.184.215.14", "127.0.0.1")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)

    assert attempt("hooks.brand.example") == "the name leads to no public address"


@pytest.mark.django_db
def test_a_name_that_leads_elsewhere_at_the_second_look_gains_nothing(attempt, monkeypatch):
    """Outside when it is looked up, inside a moment later: it is connected to what was looked at."""
    looks: list[str] = []
    connected: list[str] = []

    def looked_up(name, port, *_where, **_more):
        looks.append(name)
        address = "93.184.215.14" if looks.count(name) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(address, *_more, **_options):
        connected.append(address[0])
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr("outside.connections.create_connection", connect)

    assert "no network in tests" in attempt("hooks.brand.example")
    assert looks == ["hooks.brand.example"]
    assert connected == ["93.184.215.14"]
