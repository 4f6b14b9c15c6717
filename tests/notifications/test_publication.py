"""A publication reaches every window and everybody concerned, once, though the worker dies at every step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Letter, MailChoice, Notice, Role, User
from journal.models import Delivery
from portal.models import Listing
from recognition.commands import lifecycle
from recognition.models import Recognition
from tests import make
from tests.conftest import StartWorker
from tests.notifications.dying import FOLDER, STEPS
from tests.notifications.mail_server import MailServer, mail_server
from tests.recognition.make import eligible_factory, recognition
from tests.waiting import eventually

pytestmark = pytest.mark.worker
WORDS = "is recognised"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with mail_server() as running:
        monkeypatch.setenv("TEST_EMAIL_URL", f"smtp://127.0.0.1:{running.port}")
        yield running


def buyer() -> tuple[User, Recognition]:
    """Somebody of a brand who wants mail at once, and a recognition that is about to be published."""
    factory = eligible_factory("KH-00001")
    brand = make.brand()
    make.sourcing(brand, factory)
    person = make.user(Role.BRAND, brand=brand)
    MailChoice.objects.create(person=person, way=MailChoice.Way.AT_ONCE)
    found = recognition(factory, "confirmed")
    # the cast's evidence is of 2018: a worker that judged it by its own clock would find it out of date
    Delivery.objects.update(state=Delivery.State.DONE)
    return person, found


def seen(person: User, found: Recognition) -> dict[str, int]:
    """How often the factory is shown as recognised, window by window."""
    client = Client()
    client.force_login(person)
    directory = client.get(reverse("directory"), {"recognised": "yes"}).content.decode()
    api = client.get(reverse("api:listing-list")).json()["results"]
    feed = client.get(reverse("recognised_feed")).content.decode()
    page = client.get(
        reverse("recognition", kwargs={"recognition_id": found.pk}), HTTP_ACCEPT="application/json"
    )
    return {
        "directory": int(reverse("factory", kwargs={"code": "KH-00001"}) in directory),
        "public page": int(page.status_code == 200 and page.json()["recognised"]),
        "API": sum(one["recognition"] == str(found.pk) for one in api),
        "feed": feed.count(f"<title>{found.factory.name}</title>"),  # an end is an entry without a name
        "inbox": client.get(reverse("inbox")).content.decode().count(f"{WORDS}</a>"),
    }


EVERYWHERE = {"directory": 1, "public page": 1, "API": 1, "feed": 1, "inbox": 1}
NOWHERE = dict.fromkeys(EVERYWHERE, 0)


def test_a_publication_is_everywhere_by_a_worker_and_nowhere_without_one_after_the_withdrawal(
    server: MailServer, start_worker: StartWorker
) -> None:
    person, found = buyer()
    worker = start_worker(beat=True)  # a letter that is written before the listing waits for the schedule
    assert seen(person, found) == NOWHERE

    lifecycle.publish_recognition(found.pk, actor=None, now=timezone.now())

    eventually(lambda: seen(person, found) == EVERYWHERE)
    eventually(lambda: [one["To"] for one in server.taken] == [person.email])

    worker.kill()
    decider = make.user(Role.GLOBAL)
    lifecycle.withdraw_recognition(found.pk, reason="No longer so.", actor=decider, now=timezone.now())
    assert seen(person, found) == NOWHERE


@pytest.mark.long
def test_a_worker_killed_at_every_step_leaves_one_of_each(
    server: MailServer, start_worker: StartWorker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, found = buyer()
    steps = tmp_path / "steps"
    steps.mkdir()
    for step in STEPS:
        (steps / step).touch()
    monkeypatch.setenv(FOLDER, str(steps))
    lifecycle.publish_recognition(found.pk, actor=None, now=timezone.now())

    deaths = 0
    while any(steps.iterdir()):
        left = len(list(steps.iterdir()))
        worker = start_worker(beat=True, include="tests.notifications.dying")
        eventually(worker.is_over)  # none lives longer than thirty seconds before its step comes
        assert len(list(steps.iterdir())) < left
        deaths += 1
    start_worker(beat=True)

    eventually(lambda: seen(person, found) == EVERYWHERE)
    eventually(lambda: Letter.objects.get(person=person).state in {"sent", "failed"})
    letter = Letter.objects.get(person=person)
    # a death at another step may have hit its sending too: twice in doubt, it is not sent a third time
    assert letter.state == "sent" or letter.error == "its senders died; it may have arrived"
    assert 1 <= deaths <= len(STEPS)
    assert Listing.objects.count() == 1
    assert Notice.objects.filter(person=person).count() == 1
    assert 1 <= len(server.taken) <= 2
    assert len(set(server.message_ids())) == 1
