"""What an outsider with an account, or a hostile server, might get out of webhooks."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from portal.projections import refresh_reports
from portal.queries.shown_content import REPORTS
from tests import make
from tests.recognition.make import NOW
from webhooks.commands.endpoints import add_endpoint
from webhooks.models import ChangeKind
from webhooks.projections.changes import note_content
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
