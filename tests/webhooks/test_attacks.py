"""What an outsider with an account, or a hostile server, might get out of webhooks."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from factories.models import Consent
from portal.models import SupplierReport
from portal.projections import refresh_reports
from portal.queries.shown_content import REPORTS
from tests import make
from tests.recognition.make import NOW
from webhooks.commands.endpoints import add_endpoint, send_test
from webhooks.models import ChangeKind, WebhookAttempt
from webhooks.projections.changes import note_access, note_content
from webhooks.tasks.sending import send_messages

pytestmark = pytest.mark.django_db


@pytest.fixture
def hook(programme, receiver):
    return add_endpoint(
        programme.brand.pk, name="Sourcing", url=receiver.url, kinds=ChangeKind.values, actor=programme.linh,
        now=NOW,
    )  # fmt: skip


def log(programme, hook):
    browser = Client()
    browser.force_login(programme.linh)
    return browser.get(reverse("webhooks:webhook", args=[hook.endpoint_id])).content.decode()


def test_the_log_names_no_factory_that_shares_nothing(hook, programme, receiver):
    make.case(programme.quiet)
    refresh_reports([programme.quiet.pk])
    note_content(REPORTS, [programme.quiet.pk], now=NOW)
    assert "supplier.alert_changed" not in log(programme, hook)
    assert programme.quiet.code not in log(programme, hook)
    send_messages(hook.endpoint_id, clock=lambda: NOW)
    assert receiver.received == []
    assert "supplier.alert_changed" not in log(programme, hook)
    assert programme.quiet.code not in log(programme, hook)


@contextmanager
def saying(answer: bytes) -> Iterator[str]:
    """A server that answers anything with these bytes; its address."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def once() -> None:
            client, _address = server.accept()
            with client:
                client.recv(65536)
                client.sendall(answer)

        Thread(target=once, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


@pytest.mark.parametrize(
    "answer",
    [
        b"\x00\x00\r\n\r\n",
        b"HTTP/1.1 2\x00 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n\x00",
        b"HTTP/1.1 999 OK\r\nRetry-After: \x00\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nz\x00\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200 + b"\r\n",
    ],
)
def test_an_attempt_is_written_down_whatever_its_server_says(programme, settings, answer):
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    with saying(answer) as url:
        made = add_endpoint(
            programme.brand.pk, name="x", url=url, kinds=["access.ended"], actor=programme.linh, now=NOW
        )
        send_test(made.endpoint_id, actor=programme.linh, now=NOW)
        send_messages(made.endpoint_id, clock=lambda: NOW)

    attempt = WebhookAttempt.objects.get()
    assert attempt.message.state in {"sent", "failed"}
    assert "\0" not in attempt.error + attempt.head
    assert "webhook.test" in log(programme, made)


def alert(factory, *, opened):
    SupplierReport.objects.filter(pk=factory.pk).update(alert=opened)
    note_content(REPORTS, [factory.pk], now=NOW)


def alerts_told(programme):
    client = APIClient()
    client.force_authenticate(programme.linh)
    rows = client.get("/api/v1/changes/").json()["results"]
    return [row["type"] for row in rows if row["factory"] == "KH-00002"].count("supplier.alert_changed")


def test_whoever_gets_access_today_learns_of_no_earlier_alert(programme):
    """A report says that there is an alert, never that there was one."""
    alert(programme.quiet, opened=True)
    alert(programme.quiet, opened=False)
    given = make.consent(programme.brand, programme.quiet)
    note_access(None, now=NOW)
    assert alerts_told(programme) == 0

    alert(programme.quiet, opened=True)
    assert alerts_told(programme) == 1

    Consent.objects.filter(pk=given.pk).update(ended_at=NOW)
    note_access(None, now=NOW)
    alert(programme.quiet, opened=False)
    Consent.objects.filter(pk=given.pk).update(ended_at=None)
    note_access(None, now=NOW)
    assert alerts_told(programme) == 0
