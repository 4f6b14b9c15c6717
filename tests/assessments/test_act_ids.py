"""The id of a change belongs to one assessment."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.http import HttpResponse

from assessments.models import AnswerLog
from tests import make

pytestmark = pytest.mark.django_db


def send(client, draft, act, *, new: str) -> HttpResponse:
    change = {"act": act, "question": "OS-8-06", "old": "-", "new": new, "at": make.NOW.isoformat()}
    body = json.dumps({"device": "tablet", "acts": [change]})
    return client.post(f"/assessments/{draft.pk}/acts/", body, content_type="application/json")


def test_a_change_with_the_id_of_one_of_another_assessment_is_refused_and_tells_nothing_of_it(client):
    adviser, act = make.user("adviser"), str(uuid4())
    mine, other = (
        make.assessment(make.factory(), state="draft", team=[adviser], unanswered=["OS-8-06"])
        for _ in range(2)
    )
    client.force_login(adviser)
    assert send(client, other, act, new="N").json()["results"][0]["outcome"] == "stored"

    [result] = send(client, mine, act, new="C").json()["results"]

    assert (result["outcome"], set(result)) == ("refused", {"act", "outcome", "said"})
    assert AnswerLog.objects.get(act=act).assessment_id == other.pk
