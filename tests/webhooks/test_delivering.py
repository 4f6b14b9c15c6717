"""Messages as a brand's own server receives them: signed, thin, again until taken, and only of what may be read."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from standardwebhooks import WebhookVerificationError

from factories.commands import give_consent, withdraw_consent
from factories.models import Consent
from journal.models import Event
from portal.projections import refresh_reports
from portal.projections.listings import withdraw_listings
from portal.queries.shown_content import LISTINGS, REPORTS
from tests import make
from tests.recognition.make import NOW, TODAY
from tests.webhooks.conftest import noted
from webhooks.commands.endpoints import (
    add_endpoint,
    delete_endpoint,
    pause_endpoint,
    resume_endpoint,
    rotate_secret,
    send_again,
    send_test,
)
from webhooks.domain.retries import ATTEMPTS, WAITS
from webhooks.models import ChangeEntry, ChangeKind, WebhookAttempt, WebhookEndpoint, WebhookMessage
from webhooks.projections.changes import note_access, note_content
from webhooks.projections.messages import (
    claim_message,
    endpoints_with_messages_due,
    forget_messages,
    message_refused,
)
from webhooks.queries.secrets import secret_version
from webhooks.tasks.sending import send_messages

pytestmark = pytest.mark.django_db
State = WebhookMessage.State


class Clock:
    """Begins at NOW; goes on when it is told to."""

    def __init__(self):
        self.at = NOW

    def __call__(self):
        return self.at

    def on(self, wait):
        self.at += wait


@pytest.fixture
def hook(programme, receiver):
    """An endpoint of the brand for everything."""
    return add_endpoint(
        programme.brand.pk,
        name="Sourcing",
        url=receiver.url,
        kinds=ChangeKind.values,
        actor=programme.linh,
        now=NOW,
    )


def sent(hook, clock=None):
    return send_messages(hook.endpoint_id, clock=clock or Clock())


def found(factory):
    """A new assessment of a factory, copied and noted."""
    make.assessment(factory, assessed_on=TODAY, findings=["OS-8-06"], cycle=3)
    refresh_reports([factory.pk])
    note_content(REPORTS, [factory.pk], now=NOW)


def bodies(receiver):
    return [json.loads(request.body) for request in receiver.received]


def kinds(receiver):
    return {body["type"] for body in bodies(receiver)}


def test_a_message_is_signed_and_says_no_more_than_where_to_look(hook, programme, receiver, settings):
    found(programme.supplier)

    assert sent(hook) == 2  # the report and its findings

    request = receiver.received[0]
    said = checked(request, hook.secret)
    assert said["type"] == "supplier.report_published"
    assert said["timestamp"] == "2018-06-01T09:00:00Z"
    assert said["data"]["factory"] == "KH-00001"
    assert said["data"]["url"] == f"{settings.SITE_URL}/factories/KH-00001/"
    assert set(said["data"]) == {"change", "factory", "url"}
    assert request.headers["content-type"] == "application/json"
    assert request.path == "/hooks?of=brand"
    with pytest.raises(WebhookVerificationError):
        checked(request, hook.secret[:-4] + "AAA=")


def checked(request, secret):
    """By the public library, at the moment of the message."""
    with time_machine.travel(int(request.headers["webhook-timestamp"]), tick=False):
        return request.checked(secret)


def test_what_a_supplier_shares_with_nobody_is_sent_to_nobody(hook, programme, receiver):
    for factory in (programme.quiet, programme.stranger):
        found(factory)

    assert sent(hook) == 0
    assert receiver.received == []
    assert set(WebhookMessage.objects.values_list("state", flat=True)) <= {State.DROPPED}


def test_a_consent_that_ended_stops_what_is_still_queued(hook, programme, receiver):
    found(programme.supplier)
    assert WebhookMessage.objects.filter(state=State.WAITING).count() == 2
    owner = make.user("factory", factory=programme.supplier)

    withdraw_consent(programme.supplier.pk, brand_id=programme.brand.pk, actor=owner, now=NOW)

    assert sent(hook) == 0
    assert receiver.received == []
    assert set(WebhookMessage.objects.values_list("state", flat=True)) == {State.DROPPED}
    note_access([programme.supplier.pk], now=NOW)
    sent(hook)
    assert kinds(receiver) == {"access.ended"}


def test_a_narrower_consent_is_told_of_less(hook, programme, receiver):
    Consent.objects.update(scope="summary")
    note_access(None, now=NOW)
    sent(hook)
    receiver.received.clear()

    found(programme.supplier)
    sent(hook)

    assert kinds(receiver) == {"supplier.report_published"}


def test_access_that_is_given_is_told_to_that_brand_alone(hook, programme, receiver):
    owner = make.user("factory", factory=programme.quiet)
    give_consent(
        programme.quiet.pk, brand_id=programme.brand.pk, scope="findings", from_on=TODAY, actor=owner, now=NOW
    )

    note_access([programme.quiet.pk], now=NOW)
    sent(hook)

    assert [(body["type"], body["data"]["factory"]) for body in bodies(receiver)] == [
        ("access.granted", "KH-00002")
    ]


def test_a_recognition_that_ended_is_told_without_a_reason(hook, programme, receiver):
    withdraw_listings([programme.recognised.pk])
    note_content(LISTINGS, [programme.recognised.pk], now=NOW)

    sent(hook)

    assert [(body["type"], sorted(body["data"])) for body in bodies(receiver)] == [
        ("recognition.ended", ["change", "factory", "url"])
    ]


def test_only_what_was_chosen_is_sent(hook, programme, receiver):
    WebhookEndpoint.objects.update(kinds=["supplier.findings_changed"])
    found(programme.supplier)

    sent(hook)

    assert kinds(receiver) == {"supplier.findings_changed"}


def test_a_server_that_fails_once_is_sent_the_same_message_again(hook, programme, receiver):
    receiver.answers.append((500, {}, b"database is down " * 100))
    clock = Clock()
    found(programme.supplier)

    assert sent(hook, clock) == 0
    assert sent(hook, clock) == 1  # the other one is due; the first waits
    clock.on(WAITS[0] * 2)
    assert sent(hook, clock) == 1

    first, _other, again = receiver.received
    assert first.headers["webhook-id"] == again.headers["webhook-id"]
    assert first.body == again.body
    assert first.headers["webhook-signature"] != again.headers["webhook-signature"]
    assert checked(again, hook.secret)
    tries = WebhookAttempt.objects.filter(message__attempts=2).order_by("at")
    assert [attempt.status for attempt in tries] == [500, 204]
    assert tries[0].head.startswith("database is down")
    assert len(tries[0].head) == 500


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_a_failure_and_not_followed(hook, receiver, programme, status):
    receiver.answers.append((status, {"Location": receiver.url}, b""))
    send_test(hook.endpoint_id, actor=programme.linh, now=NOW)

    assert sent(hook) == 0
    assert len(receiver.received) == 1
    assert WebhookAttempt.objects.get().status == status


@pytest.mark.parametrize("way", ["hangs", "drips"])
def test_a_server_that_does_not_come_to_an_end_is_cut_off(hook, receiver, programme, settings, way):
    settings.WEBHOOK_SECONDS = 0.3
    setattr(receiver, way, True)
    send_test(hook.endpoint_id, actor=programme.linh, now=NOW)

    assert sent(hook) == 0
    assert WebhookAttempt.objects.get().error == "no answer within 0.3 seconds"


def test_nobody_at_the_address_is_a_failure_that_is_logged(hook, receiver, programme):
    WebhookEndpoint.objects.update(url="http://127.0.0.1:9/")
    send_test(hook.endpoint_id, actor=programme.linh, now=NOW)

    assert sent(hook) == 0
    assert "refused" in WebhookAttempt.objects.get().error


def test_a_message_is_tried_ten_times_over_three_days_then_the_webhook_is_stopped(hook, programme, receiver):
    receiver.answers += [(503, {}, b"")] * 40
    WebhookEndpoint.objects.update(kinds=["supplier.report_published"])
    found(programme.supplier)
    clock, moments = Clock(), []

    while WebhookMessage.objects.get().state == State.WAITING:
        clock.at = max(clock.at, WebhookMessage.objects.get().due_at)
        moments.append(clock.at)
        sent(hook, clock)

    assert len(moments) == ATTEMPTS == 10
    assert timedelta(days=3) < moments[-1] - moments[0] < timedelta(days=4)
    assert WebhookMessage.objects.get().state == State.FAILED
    endpoint = WebhookEndpoint.objects.get()
    assert endpoint.state == WebhookEndpoint.State.STOPPED
    assert Event.objects.filter(kind="webhook.stopped", subject=f"webhook:{endpoint.pk}").count() == 1


def test_an_endpoint_that_works_is_not_stopped_for_one_message(hook, programme, receiver):
    found(programme.supplier)
    first = WebhookMessage.objects.order_by("pk")[0]
    WebhookMessage.objects.filter(pk=first.pk).update(attempts=9, due_at=NOW - timedelta(minutes=1))
    receiver.answers += [(204, {}, b""), (500, {}, b"")]
    WebhookMessage.objects.exclude(pk=first.pk).update(due_at=NOW - timedelta(minutes=2))

    sent(hook)

    assert WebhookMessage.objects.get(pk=first.pk).state == State.FAILED
    assert WebhookEndpoint.objects.get().state == WebhookEndpoint.State.ACTIVE


def test_gone_stops_a_webhook_at_once(hook, programme, receiver):
    receiver.answers.append((410, {}, b""))
    found(programme.supplier)

    sent(hook)

    assert WebhookEndpoint.objects.get().state == WebhookEndpoint.State.STOPPED
    assert endpoints_with_messages_due(NOW + timedelta(days=9)) == []


def test_a_server_may_name_a_later_moment(hook, programme, receiver):
    receiver.answers.append((429, {"Retry-After": "3600"}, b""))
    found(programme.supplier)

    sent(hook)

    later = WebhookMessage.objects.get(attempts=1)
    assert later.due_at - NOW == timedelta(hours=1)


def test_a_message_whose_worker_died_is_sent_again_under_the_same_id(hook, programme, receiver):
    WebhookEndpoint.objects.update(kinds=["supplier.report_published"])
    found(programme.supplier)
    clock = Clock()
    lost = claim_message(hook.endpoint_id, now=NOW)  # and its worker is no more

    assert sent(hook, clock) == 0  # it is still another's
    clock.on(timedelta(minutes=2))
    assert endpoints_with_messages_due(clock()) == [hook.endpoint_id]
    assert sent(hook, clock) == 1

    assert receiver.received[0].headers["webhook-id"] == f"msg_{lost.pk.hex}"
    assert WebhookMessage.objects.get().state == State.SENT


def test_a_worker_that_was_overtaken_settles_nothing(hook, programme, receiver):
    WebhookEndpoint.objects.update(kinds=["supplier.report_published"])
    found(programme.supplier)
    slow = claim_message(hook.endpoint_id, now=NOW)
    clock = Clock()
    clock.on(timedelta(minutes=2))
    sent(hook, clock)

    message_refused(slow, WebhookAttempt(message=slow, at=NOW, error="late"), again_in=None, now=NOW)

    assert WebhookMessage.objects.get().state == State.SENT


def test_a_paused_webhook_is_sent_what_waits_when_it_is_used_again(hook, programme, receiver):
    found(programme.supplier)
    pause_endpoint(hook.endpoint_id, actor=programme.linh, now=NOW)
    waiting = WebhookMessage.objects.count()
    make.assessment(programme.supplier, assessed_on=TODAY - timedelta(days=1), cycle=4)
    refresh_reports([programme.supplier.pk])
    noted()

    assert sent(hook) == 0
    assert WebhookMessage.objects.count() == waiting  # nothing is queued meanwhile
    resume_endpoint(hook.endpoint_id, actor=programme.linh, now=NOW)
    assert sent(hook) == waiting


def version(hook) -> str:
    return secret_version(WebhookEndpoint.objects.get(pk=hook.endpoint_id))


def test_for_a_day_both_secrets_sign(hook, programme, receiver):
    clock = Clock()
    new = rotate_secret(hook.endpoint_id, seen=version(hook), actor=programme.linh, now=NOW)
    send_test(hook.endpoint_id, actor=programme.linh, now=NOW)
    sent(hook, clock)
    clock.on(timedelta(hours=24))
    send_test(hook.endpoint_id, actor=programme.linh, now=clock())
    sent(hook, clock)

    during, after = receiver.received
    assert checked(during, new.secret)["type"] == checked(during, hook.secret)["type"] == "webhook.test"
    assert checked(after, new.secret)
    with pytest.raises(WebhookVerificationError):
        checked(after, hook.secret)


def test_a_secret_that_became_known_ends_at_once(hook, programme, receiver):
    new = rotate_secret(hook.endpoint_id, seen=version(hook), at_once=True, actor=programme.linh, now=NOW)
    send_test(hook.endpoint_id, actor=programme.linh, now=NOW)
    sent(hook)

    assert checked(receiver.received[0], new.secret)
    with pytest.raises(WebhookVerificationError):
        checked(receiver.received[0], hook.secret)


def test_a_message_is_sent_again_by_its_keeper_and_only_if_it_may_be_read(hook, programme, receiver):
    WebhookEndpoint.objects.update(kinds=["supplier.report_published"])
    found(programme.supplier)
    sent(hook)
    message = WebhookMessage.objects.get()

    send_again(message.pk, actor=programme.linh, now=NOW)
    assert sent(hook) == 1
    assert len({request.headers["webhook-id"] for request in receiver.received}) == 1

    Consent.objects.update(ended_at=NOW)
    send_again(message.pk, actor=programme.linh, now=NOW)
    assert sent(hook) == 0
    assert len(receiver.received) == 2


def test_a_deleted_webhook_leaves_nothing_behind(hook, programme, receiver):
    found(programme.supplier)
    sent(hook)

    delete_endpoint(hook.endpoint_id, actor=programme.linh, now=NOW)

    assert not WebhookMessage.objects.exists()
    assert not WebhookAttempt.objects.exists()
    assert ChangeEntry.objects.exists()


def test_the_log_is_forgotten_after_its_days_but_not_what_waits(hook, programme, receiver):
    found(programme.supplier)
    receiver.answers.append((500, {}, b""))
    sent(hook)
    sent(hook)

    assert forget_messages(NOW + timedelta(seconds=1)) == 1
    assert WebhookMessage.objects.get().state == State.WAITING
