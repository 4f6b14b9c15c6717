"""What was decided is public within seconds, however much other workers have to do."""

from __future__ import annotations

import time

import pytest
from celery import current_app
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from betterwork.queues import PUBLISHING_QUEUE
from betterwork.reactions import DUE, NOTIFY, PUBLISH, SHOW
from journal.commands import command
from journal.events import Happening, record_many
from journal.models import Delivery
from recognition.commands import lifecycle
from recognition.models import Recognition
from tests.conftest import StartWorker
from tests.recognition.make import eligible_factory, recognition
from tests.waiting import eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.worker]
SLOW = "tests.infrastructure.slow_notices"
MANY = 6000


@command
def much_to_tell(*, actor: None, now) -> None:
    """A notice owed for each of many factories."""
    record_many(
        [Happening("plan_item.asked", f"plan_item:{number}", 10**9 + number) for number in range(MANY)],
        actor=actor,
        at=now,
    )


def is_public(found: Recognition) -> bool:
    page = reverse("recognition", kwargs={"recognition_id": found.pk})
    answer = Client().get(page, HTTP_ACCEPT="application/json")
    return answer.status_code == 200 and bool(answer.json()["recognised"])


def owed(name: str) -> int:
    return Delivery.objects.filter(reaction=name).exclude(state="done").count()


def test_a_recognition_is_public_while_thousands_of_notices_are_owed(
    start_worker: StartWorker,
) -> None:
    found = recognition(eligible_factory("KH-00001"), "confirmed")
    # the cast's evidence is of 2018: a worker that judged it by its own clock would find it out of date
    Delivery.objects.update(state=Delivery.State.DONE)
    start_worker(include=SLOW, queue="celery")
    start_worker(queue=PUBLISHING_QUEUE)
    for _ in range(2):  # both threads of the worker are at it
        much_to_tell(actor=None, now=timezone.now())
    eventually(lambda: Delivery.objects.filter(reaction=NOTIFY, state="claimed").count() > 2000, every=0.02)

    lifecycle.publish_recognition(found.pk, actor=None, now=timezone.now())
    began = time.monotonic()

    eventually(lambda: is_public(found), seconds=5, every=0.05)
    assert time.monotonic() - began < 5
    assert owed(NOTIFY) > MANY


@pytest.mark.parametrize("reaction", [DUE, SHOW, PUBLISH, NOTIFY])
def test_what_a_decision_owes_waits_in_a_queue_of_its_own(reaction: str) -> None:
    """Listings are made anew for changes of many factories too: those are another reaction, and wait elsewhere."""
    router = current_app.amqp.router

    sent_to = router.route({}, "journal.tasks.deliver", args=[reaction])["queue"].name

    assert sent_to == (PUBLISHING_QUEUE if reaction in {DUE, SHOW} else "celery")
    assert router.route({}, "recognition.tasks.publish_due")["queue"].name == PUBLISHING_QUEUE


def test_a_worker_that_names_no_queue_serves_both(start_worker: StartWorker) -> None:
    found = recognition(eligible_factory("KH-00001"), "confirmed")
    Delivery.objects.update(state=Delivery.State.DONE)
    start_worker()

    lifecycle.publish_recognition(found.pk, actor=None, now=timezone.now())

    eventually(lambda: is_public(found))
    assert {queue.name for queue in settings.CELERY_TASK_QUEUES} == {"celery", PUBLISHING_QUEUE}
