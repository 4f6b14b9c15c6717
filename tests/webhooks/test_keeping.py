"""The pages of webhooks: who keeps them, what is shown once, and what its keepers do."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice, Role
from factories.commands.brands import merge_brands
from factories.models import Membership
from journal.commands import Unchanged
from journal.models import Event
from notifications.inbox import items, notices_for
from notifications.notices import notify_people
from tests import make
from tests.recognition.make import NOW, TODAY
from webhooks.commands.endpoints import (
    NewSecret,
    SecretChanged,
    TooManyWebhooks,
    add_endpoint,
    pause_endpoint,
    rotate_secret,
    send_test,
    stop_endpoint,
)
from webhooks.models import ChangeKind, WebhookAttempt, WebhookEndpoint, WebhookMessage
from webhooks.policies import NotYourWebhook, keeps_webhooks
from webhooks.tasks.sending import send_messages

pytestmark = pytest.mark.django_db
URL = "https://hooks.northwind.example/changes"


def added(programme, **more):
    chosen = {"name": "Sourcing", "url": URL, "kinds": ["supplier.report_published"], **more}
    made = add_endpoint(programme.brand.pk, **chosen, actor=programme.linh, now=NOW)
    assert isinstance(made, NewSecret)
    return made


@pytest.fixture
def linh(programme):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(programme.linh)
    return browser


def pressed(browser, page, action, **fields):
    """A form of a page sent as it is rendered."""
    text = browser.get(page).content.decode()
    assert action == page or f'action="{action}"' in text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)[1]
    return browser.post(action, {"csrfmiddlewaretoken": token, **fields})


def test_a_brand_makes_a_webhook_and_sees_its_secret_once(linh, programme):
    assert 'href="/webhooks/"' in linh.get(reverse("profile")).content.decode()
    new = reverse("webhooks:new")

    page = pressed(linh, new, new, name="Sourcing", url=URL, kinds=["recognition.published", "access.ended"])

    endpoint = WebhookEndpoint.objects.get()
    assert endpoint.brand == programme.brand
    assert endpoint.kinds == ["recognition.published", "access.ended"]
    secret = re.search(r'value="(whsec_[^"]+)"', page.content.decode())[1]
    assert "no-store" in page.headers["Cache-Control"]
    shown = reverse("webhooks:webhook", args=[endpoint.pk])
    for address in (shown, reverse("webhooks:list"), reverse("webhooks:change", args=[endpoint.pk])):
        text = linh.get(address).content.decode()
        assert "Sourcing" in text
        assert secret not in text
    assert secret not in endpoint.sealed_secret
    event = Event.objects.get(kind="webhook.added")
    assert event.data["host"] == "hooks.northwind.example"
    assert secret not in str(event.data)


def test_what_is_wrong_is_said_beside_its_field(linh):
    new = reverse("webhooks:new")

    page = pressed(linh, new, new, name="Sourcing", url="http://x.example/", kinds=["access.ended"])

    assert "must begin with https://" in page.content.decode()
    assert not WebhookEndpoint.objects.exists()


def test_a_keeper_tests_pauses_changes_and_deletes(linh, programme, receiver):
    made = added(programme, url=receiver.url)
    page = reverse("webhooks:webhook", args=[made.endpoint_id])
    receiver.answers.append((500, {}, b"<b>broken</b>"))

    pressed(linh, page, reverse("webhooks:test", args=[made.endpoint_id]))
    send_messages(made.endpoint_id, clock=timezone.now)
    text = linh.get(page).content.decode()
    assert "answer 500" in text
    assert "&lt;b&gt;broken&lt;/b&gt;" in text
    message = WebhookMessage.objects.get()
    pressed(linh, page, reverse("webhooks:again", args=[made.endpoint_id, message.pk]))
    send_messages(made.endpoint_id, clock=timezone.now)
    assert [attempt.status for attempt in WebhookAttempt.objects.order_by("pk")] == [500, 204]
    pressed(linh, page, reverse("webhooks:pause", args=[made.endpoint_id]))
    assert WebhookEndpoint.objects.get().state == "paused"
    pressed(linh, page, reverse("webhooks:resume", args=[made.endpoint_id]))
    change = reverse("webhooks:change", args=[made.endpoint_id])
    pressed(linh, change, change, name="Buying", url=receiver.url, kinds=["access.granted"])
    assert WebhookEndpoint.objects.get().name == "Buying"
    pressed(linh, page, reverse("webhooks:delete", args=[made.endpoint_id]))
    assert not WebhookEndpoint.objects.exists()
    token = linh.cookies["csrftoken"].value
    again = linh.post(reverse("webhooks:delete", args=[made.endpoint_id]), headers={"X-CSRFToken": token})
    assert again.headers["Location"] == reverse("webhooks:list")
    late = linh.post(
        reverse("webhooks:test", args=[made.endpoint_id]), headers={"X-CSRFToken": token}, follow=True
    )
    assert late.redirect_chain == [(reverse("webhooks:list"), 302)]
    assert "It has been deleted already." in late.content.decode()


def test_the_open_page_waits_for_the_outcome_of_a_test(linh, programme, receiver):
    made = added(programme, url=receiver.url)
    page = reverse("webhooks:webhook", args=[made.endpoint_id])
    assert "hx-get" not in linh.get(page).content.decode()

    pressed(linh, page, reverse("webhooks:test", args=[made.endpoint_id]))
    assert f'hx-get="{page}"' in linh.get(page).content.decode()

    send_messages(made.endpoint_id, clock=timezone.now)
    assert "hx-get" not in linh.get(page).content.decode()


def test_another_secret_is_made_once_however_often_it_is_pressed(linh, programme):
    made = added(programme)
    page = reverse("webhooks:secret", args=[made.endpoint_id])
    seen = re.search(r'name="seen" value="([^"]+)"', linh.get(page).content.decode())[1]

    first = pressed(linh, page, page, seen=seen)
    again = pressed(linh, page, page, seen=seen)

    assert "whsec_" in first.content.decode()
    assert again.status_code == 409
    assert Event.objects.filter(kind="webhook.secret_rotated").count() == 1
    with pytest.raises(SecretChanged):
        rotate_secret(made.endpoint_id, seen=seen, actor=programme.linh, now=NOW)


def test_nobody_else_keeps_them(programme):
    made = added(programme)
    strangers = [programme.karim, make.user(Role.GLOBAL), make.user(Role.FACTORY, factory=programme.supplier)]
    for stranger in strangers:
        browser = Client()
        browser.force_login(stranger)
        assert browser.get(reverse("webhooks:webhook", args=[made.endpoint_id])).status_code == 404
        with pytest.raises(NotYourWebhook):
            pause_endpoint(made.endpoint_id, actor=stranger, now=NOW)


def test_where_a_brand_has_administrators_they_alone_keep_them(programme):
    assert keeps_webhooks(programme.linh)
    chief = make.user(Role.BRAND, brand=programme.brand)
    Membership.objects.filter(user=chief).update(is_administrator=True)

    assert keeps_webhooks(chief)
    assert not keeps_webhooks(programme.linh)


def test_the_same_address_is_made_once_and_ten_are_enough(programme):
    first = added(programme)
    again = add_endpoint(
        programme.brand.pk, name="Again", url=URL, kinds=["access.ended"], actor=programme.linh, now=NOW
    )
    assert again == Unchanged(first.endpoint_id)
    for number in range(9):
        added(programme, url=f"{URL}/{number}")
    with pytest.raises(TooManyWebhooks):
        added(programme, url=f"{URL}/more")


def test_its_keepers_are_notified_when_it_is_stopped(programme):
    made = added(programme)
    stop_endpoint(made.endpoint_id, actor=None, now=NOW)

    notify_people([], now=NOW)

    notices = Notice.objects.filter(event__kind="webhook.stopped")
    assert [notice.person_id for notice in notices] == [programme.linh.pk]
    line = items(notices_for(programme.linh, TODAY), programme.linh)[0]
    assert "Sourcing" in line.sentence
    assert line.url == reverse("webhooks:webhook", args=[made.endpoint_id])


def test_a_brand_that_is_merged_takes_its_webhooks_along(programme):
    made = added(programme)
    into = make.brand("Northwind International")

    merge_brands(
        programme.brand.pk, into_id=into.pk, reason="One company.", actor=make.user(Role.GLOBAL), now=NOW
    )

    assert WebhookEndpoint.objects.get(pk=made.endpoint_id).brand == into


@pytest.mark.parametrize("paused", ["neither", "staying"])
def test_of_two_webhooks_of_one_address_one_is_left_with_the_kinds_of_both(programme, paused):
    gone = added(programme)
    into = make.brand("Northwind International")
    Membership.objects.filter(user=programme.linh).update(brand=into)
    mine = {"name": "Ours", "url": URL, "kinds": ["access.granted"]}
    stays = add_endpoint(into.pk, **mine, actor=programme.linh, now=NOW)
    if paused == "staying":
        pause_endpoint(stays.endpoint_id, actor=programme.linh, now=NOW)

    merge_brands(
        programme.brand.pk, into_id=into.pk, reason="One company.", actor=make.user(Role.GLOBAL), now=NOW
    )

    left = WebhookEndpoint.objects.get()
    assert left.pk == (gone if paused == "staying" else stays).endpoint_id
    assert (left.brand, left.state) == (into, "active")
    assert left.kinds == ["supplier.report_published", "access.granted"]
    assert Event.objects.filter(kind="webhook.deleted").count() == 1


def test_a_test_of_another_brands_webhook_is_refused(programme):
    made = added(programme)
    with pytest.raises(NotYourWebhook):
        send_test(made.endpoint_id, actor=programme.karim, now=NOW)
    assert not WebhookMessage.objects.exists()


def test_kinds_are_those_that_there_are(programme):
    for kinds in ([], ["recognition.proposed"], [*ChangeKind.values, "x"]):
        with pytest.raises(Exception, match="Choose what"):
            added(programme, kinds=kinds)
