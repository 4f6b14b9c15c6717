"""What is sent again while the first still travels, by a device or a second tap on Store: stored once, told twice."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from assessments.commands import AnswerChange, Answered, answer_questions
from assessments.domain.answer_merge import Answer
from assessments.models import AnswerLog
from assessments.queries.answering.workspace import version_of
from journal.commands import Unchanged
from journal.models import Event
from tests import make
from tests.assessments.test_workspace import act
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
SENDERS = 4


@pytest.fixture
def adviser():
    return make.user("adviser")


@pytest.fixture
def draft(adviser):
    codes = make.layout("KH").codes
    return make.assessment(make.factory(), state="draft", team=[adviser], unanswered=codes)


def stored(draft):
    entries = AnswerLog.objects.filter(assessment=draft).count()
    told = Event.objects.filter(subject=f"assessment:{draft.pk}", kind="assessment.answered").count()
    return entries, told


@pytest.mark.parametrize("attempt", range(3))
def test_one_batch_sent_several_times_at_once_is_stored_once_and_everybody_is_told(attempt, adviser, draft):
    batch = {"device": "tablet-1", "acts": [act(code, "C") for code in make.layout("KH").codes[:60]]}

    def send():
        client = Client()
        client.force_login(adviser)
        answer = client.post(
            reverse("assessments:acts", args=[draft.pk]), batch, content_type="application/json"
        )
        return answer.status_code, {one["outcome"] for one in answer.json()["results"]}

    assert at_once(*[send] * SENDERS) == [(200, {"stored"})] * SENDERS
    assert stored(draft) == (60, 1)


@pytest.mark.parametrize("attempt", range(3))
def test_a_form_stored_twice_at_once_is_not_taken_for_somebody_elses_answers(attempt, adviser, draft):
    acts = [
        AnswerChange(uuid.uuid4(), code, Answer(), Answer("C"), make.NOW)
        for code in make.layout("KH").codes[:60]
    ]
    looked_at = version_of(draft.pk)

    def store():
        return answer_questions(draft.pk, acts=acts, version=looked_at, actor=adviser, now=make.NOW)

    done = at_once(*[store] * SENDERS)

    assert sorted(type(one).__name__ for one in done) == [
        Answered.__name__,
        *[Unchanged.__name__] * (SENDERS - 1),
    ]
    assert stored(draft) == (60, 1)
