"""A device that loses patience sends its batch again while the first still travels: stored once, answered twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from assessments.models import AnswerLog
from journal.models import Event
from tests import make
from tests.assessments.test_workspace import act

pytestmark = pytest.mark.django_db(transaction=True)
SENDERS = 4


@pytest.mark.parametrize("attempt", range(3))
def test_one_batch_sent_several_times_at_once_is_stored_once_and_everybody_is_told(attempt):
    adviser, codes = make.user("adviser"), make.layout("KH").codes
    draft = make.assessment(make.factory(), state="draft", team=[adviser], unanswered=codes)
    batch = {"device": "tablet-1", "acts": [act(code, "C") for code in codes[:60]]}
    ready = Barrier(SENDERS)

    def send(_):
        client = Client(raise_request_exception=False)
        client.force_login(adviser)
        ready.wait(timeout=20)
        try:
            answer = client.post(
                reverse("assessments:acts", args=[draft.pk]), batch, content_type="application/json"
            )
            return answer.status_code, {one["outcome"] for one in answer.json()["results"]}
        finally:
            connection.close()

    with ThreadPoolExecutor(SENDERS) as pool:
        told = list(pool.map(send, range(SENDERS)))

    assert told == [(200, {"stored"})] * SENDERS
    assert AnswerLog.objects.filter(assessment=draft).count() == len(batch["acts"])
    assert Event.objects.filter(subject=f"assessment:{draft.pk}", kind="assessment.answered").count() == 1
