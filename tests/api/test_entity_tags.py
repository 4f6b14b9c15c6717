"""Single objects have strong tags, and `If-Match` is checked where the change is written."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.test import Client

from accounts.commands.tokens import make_token
from journal.models import Event
from tests import make
from tests.at_once import at_once
from tests.make import NOW


@pytest.fixture
def mill(db):
    return make.factory("KH-00017", name="Lotus Mill", address="Street 271")


@pytest.mark.django_db
def test_who_has_it_already_is_told_so(program, mill):
    client = program(make.user("manager"))
    read = client.get("/api/v1/factories/KH-00017/")
    tag = read.headers["ETag"]

    again = client.get("/api/v1/factories/KH-00017/", HTTP_IF_NONE_MATCH=f'"other", {tag}')

    assert tag.startswith('"')
    assert read.status_code == 200
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert "RateLimit" in again.headers
    assert "ETag" not in client.get("/api/v1/factories/").headers


@pytest.mark.django_db
def test_a_compressed_object_has_a_strong_tag_of_its_own_that_counts_as_well(program):
    make.factory("KH-00017", name="Lotus Mill " * 15)  # what is short is not compressed
    client = program(make.user("manager"))
    plain = client.get("/api/v1/factories/KH-00017/").headers["ETag"]
    packed = client.get("/api/v1/factories/KH-00017/", HTTP_ACCEPT_ENCODING="gzip")

    tag = packed.headers["ETag"]
    assert packed.headers["Content-Encoding"] == "gzip"
    assert tag.startswith('"')
    assert tag != plain
    assert client.get("/api/v1/factories/KH-00017/", HTTP_IF_NONE_MATCH=tag).status_code == 304
    for sent in (tag, f"W/{plain}", f'"other", {tag}', "*"):
        fresh = sent.replace(
            plain.strip('"'), client.get("/api/v1/factories/KH-00017/").headers["ETag"].strip('"')
        )
        done = client.patch(
            "/api/v1/factories/KH-00017/", {"address": f"Road {len(sent)}"}, HTTP_IF_MATCH=fresh
        )
        assert done.status_code == 200, done.content


@pytest.mark.django_db
@pytest.mark.parametrize("sent", ['"0"', "", "KH-00017", '"a", "b"'])
def test_another_tag_changes_nothing(program, mill, sent):
    client = program(make.user("manager"))

    refused = client.patch("/api/v1/factories/KH-00017/", {"address": "Road 2"}, HTTP_IF_MATCH=sent)

    assert refused.status_code == 412
    assert refused.json()["code"] == "changed_since"
    assert refused.json()["current"] == client.get("/api/v1/factories/KH-00017/").json()
    assert not Event.objects.filter(kind="factory.corrected").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["factories", "learning-records", "visits", "assessments"])
def test_of_two_at_the_same_moment_one_changes_it_and_one_is_told(what, mill):
    manager, adviser = make.user("manager"), make.user("adviser")
    user = manager if what == "factories" else adviser
    text = make_token(user.pk, name="x", scope="write", expires_at=None, actor=user, now=NOW)
    header = {"HTTP_AUTHORIZATION": f"Token {text}"}
    act = "answers/" if what == "assessments" else ""
    if what == "factories":
        address, bodies = "/api/v1/factories/KH-00017/", [{"address": "Road 1"}, {"products": "shirts"}]
    elif what == "learning-records":
        row = make.learning(mill)
        address, bodies = f"/api/v1/{what}/{row.pk}/", [{"hours": 7}, {"workers_men": 9}]
    elif what == "visits":
        row = make.visit(mill)
        address, bodies = f"/api/v1/{what}/{row.uid}/", [{"topics": "Exits"}, {"notes": "Alone."}]
    else:
        row = make.assessment(mill, state="draft", team=[adviser])
        codes = make.layout().codes
        address = f"/api/v1/{what}/{row.pk}/"
        bodies = [{"answers": [{"question": code, "answer": "X"}]} for code in codes[:2]]
    tag = Client().get(address, **header).headers["ETag"]

    def sending(body):
        client = Client(raise_request_exception=False)
        method = client.post if act else client.patch
        more = {"content_type": "application/json", "HTTP_IF_MATCH": tag, **header}
        return lambda: method(address + act, body, **more).status_code

    statuses = at_once(*[sending(body) for body in bodies])

    assert sorted(statuses) == [HTTPStatus.OK, HTTPStatus.PRECONDITION_FAILED]


@pytest.mark.django_db
def test_after_a_tag_that_was_late_the_same_key_carries_the_call_out_with_the_right_one(program, mill):
    client = program(make.user("manager"))
    address, key = f"/api/v1/factories/{mill.code}/rename/", {"HTTP_IDEMPOTENCY_KEY": "once"}
    sent = {"name": "Lotus Garments", "from_on": "2018-05-01", "reason": "New owner"}

    late = client.post(address, sent, HTTP_IF_MATCH='"late"', **key)
    tag = client.get(f"/api/v1/factories/{mill.code}/").headers["ETag"]
    done = client.post(address, sent, HTTP_IF_MATCH=tag, **key)

    assert (late.status_code, done.status_code) == (412, 200), done.content
    assert done.json()["name"] == "Lotus Garments"
