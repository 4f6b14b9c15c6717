"""A button tapped twice: both requests arrive at the same moment, and neither of them fails."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from http import HTTPStatus

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from journal.queries import every_event, latest_event_id
from tests.access.acts import ACTS, Act
from tests.access.scene import Scene, scene
from tests.at_once import at_once
from tests.make import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.long
@time_machine.travel(NOW)
def test_every_act_sent_twice_at_the_same_moment_is_answered_twice():
    here = scene()
    failed, told_twice = {}, {}
    for route, acts in ACTS.items():
        for act in (one for one in acts if one.actors):
            address = reverse(route, kwargs=act.fill(here)) + (f"?{act.query}" if act.query else "")
            last = latest_event_id()
            answers = at_once(*[_sending(here, act, address) for _ in range(2)])
            if any(answer >= HTTPStatus.INTERNAL_SERVER_ERROR for answer in answers):
                failed[address] = answers
            told = Counter(
                (event.kind, event.subject, event.factory_id, json.dumps(event.data))
                for event in every_event().filter(id__gt=last)
            )
            if again := [what for what, times in told.items() if times > 1]:
                told_twice[address] = again

    assert failed == {}
    assert told_twice == {}


def _sending(here: Scene, act: Act, address: str) -> Callable[[], int]:
    """The act as its first actor would send it, from a browser of its own."""
    client = Client(raise_request_exception=False)
    if (user := here.people[min(act.actors)]) is not None:
        client.force_login(user)
    sent = act.data(here)  # a file is read once
    return lambda: client.post(address, sent, content_type=act.content_type).status_code
