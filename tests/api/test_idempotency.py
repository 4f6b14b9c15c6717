"""`Idempotency-Key`: sent again it is answered again, and nothing is done twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from accounts.models import IdempotentCall
from accounts.sign_in.tasks import forget_idempotent_calls
from accounts.sign_in.tokens import idempotency
from advisory.models import AdvisoryVisit
from factories.models import Brand
from tests import make
from tests.at_once import at_once
from webhooks import api
from webhooks.models import WebhookEndpoint

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/webhooks/"
SENT = {"name": "Sourcing", "url": "https://hooks.northwind.example/", "kinds": ["recognition.published"]}
KEY = '"8e03978e-40d5-43dd-bc93-6894a57f9324"'


def send(client, body=SENT, *, key=KEY, to=ADDRESS):
    return client.post(to, body, headers={"Idempotency-Key": key})


def test_the_same_again_is_answered_byte_for_byte_with_the_secret_that_was_shown_once(linh, program):
    brand = program(linh)

    first, again = send(brand), send(brand)

    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert "whsec_" in again.content.decode()
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"] == "no-store"
    assert again.headers["Content-Type"] == "application/json"
    assert WebhookEndpoint.objects.count() == 1
    kept = IdempotentCall.objects.get()
    assert first.json()["secret"] not in kept.sealed_answer  # encrypted
    assert KEY.strip('"') not in str(IdempotentCall.objects.values())


def test_the_quotation_marks_of_a_structured_field_may_be_left_out(linh, program):
    brand = program(linh)

    assert send(brand).content == send(brand, key=KEY.strip('"')).content


def test_with_another_body_it_is_refused(linh, program):
    brand = program(linh)
    send(brand)

    refused = send(brand, SENT | {"name": "Buying"})

    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert WebhookEndpoint.objects.count() == 1


def test_a_key_is_of_one_person_and_one_address(linh, program):
    send(program(linh))
    colleague = program(make.user("brand", brand=Brand.objects.get()))

    other = send(colleague, SENT | {"url": "https://other.northwind.example/"})
    one = f"{ADDRESS}{other.json()['id']}/"
    paused = send(colleague, {}, to=f"{one}pause/")

    assert (other.status_code, paused.json()["state"]) == (201, "paused")
    assert IdempotentCall.objects.count() == 3


def test_a_refusal_of_what_was_sent_is_answered_again_too(linh, program):
    brand = program(linh)

    answers = [send(brand, SENT | {"kinds": []}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].content == answers[1].content
    assert answers[1].headers["Idempotency-Replayed"] == "true"


def test_what_was_not_carried_out_may_be_sent_again(linh, program, monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError

    brand = program(linh, raise_request_exception=False)
    with monkeypatch.context() as patched:
        patched.setattr(api, "add_endpoint", broken)
        assert send(brand).status_code == 500

    assert send(brand).status_code == 201


def test_a_token_that_may_only_read_leaves_no_key(linh, program):
    assert send(program(linh, scope="read")).status_code == 403
    assert send(program()).status_code in {401, 404}
    assert not IdempotentCall.objects.exists()
    assert send(program(linh)).status_code == 201


@pytest.mark.parametrize("key", ["", '""', "x" * 256, "é", "a\tb"])
def test_what_is_no_key_is_refused(linh, program, key):
    refused = send(program(linh), key=key)

    assert refused.status_code == 400
    assert list(refused.json()["errors"]) == ["Idempotency-Key"]
    assert not WebhookEndpoint.objects.exists()


def test_reading_takes_no_key(linh, program):
    brand = program(linh)

    assert brand.get(ADDRESS, headers={"Idempotency-Key": KEY}).status_code == 200
    assert not IdempotentCall.objects.exists()


def test_after_a_day_a_key_is_new_and_what_was_kept_goes(linh, program):
    brand = program(linh)
    send(brand)
    later = timezone.now() + timedelta(hours=24, minutes=1)

    with time_machine.travel(later, tick=False):
        again = send(brand, SENT | {"url": "https://new.northwind.example/"})
        assert again.status_code == 201
        assert forget_idempotent_calls() == 0
    with time_machine.travel(later + timedelta(hours=24), tick=False):
        assert forget_idempotent_calls() == 1


def test_while_the_first_is_at_work_the_same_is_told_to_wait(linh, program):
    brand = program(linh)
    send(brand)
    IdempotentCall.objects.update(status=None, sealed_answer="")

    told = send(brand)

    assert (told.status_code, told.json()["code"]) == (409, "idempotency_key_in_use")
    assert told.headers["Retry-After"] == "1"


def test_a_call_whose_process_died_is_taken_over(linh, program):
    brand = program(linh)
    send(brand)
    long_ago = timezone.now() - timedelta(minutes=6)
    IdempotentCall.objects.update(status=None, sealed_answer="", began_at=long_ago)

    assert send(brand).status_code == 200  # the webhook is there: made once by the command


class Died(BaseException):
    """The process is gone, as by a power cut: nothing after it runs."""


def test_what_has_no_id_of_its_own_is_made_once_though_the_process_died_before_it_answered(
    program, monkeypatch
):
    def died(*_args):
        raise Died

    make.assessment(make.factory("KH-00017"))
    adviser, address = program(make.user("adviser")), "/api/v1/visits/"
    sent = {
        "factory": "KH-00017",
        "visited_on": "2018-05-20",
        "purpose": "Follow-up",
        "participants": {"managers": 2},
    }
    with monkeypatch.context() as patched:
        patched.setattr(idempotency, "keep_answer", died)
        with pytest.raises(Died):
            send(adviser, sent, to=address)
    made = AdvisoryVisit.objects.get()

    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        again = send(adviser, sent, to=address)
    assert (again.status_code, again.json()["id"]) == (200, str(made.uid))
    assert AdvisoryVisit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_one_is_carried_out(linh, program):
    clients = [program(linh) for _ in range(4)]

    answers = at_once(*[lambda client=client: send(client) for client in clients])

    codes = sorted(answer.status_code for answer in answers)
    assert codes[0] == 201
    assert set(codes) <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert WebhookEndpoint.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_that_comes_meanwhile_waits_and_reads_the_answer_afterwards(linh, program, monkeypatch):
    """The first is held in the middle of its work."""
    began, go_on, add = Event(), Event(), api.add_endpoint

    def held(*args, **more):
        began.set()
        assert go_on.wait(timeout=30)
        return add(*args, **more)

    monkeypatch.setattr(api, "add_endpoint", held)
    first, second = program(linh), program(linh)

    def call():
        try:
            return send(first)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(call)
        assert began.wait(timeout=30)
        meanwhile = send(second)
        go_on.set()
        done = running.result(timeout=30)

    assert (meanwhile.status_code, done.status_code) == (409, 201)
    assert send(second).content == done.content
