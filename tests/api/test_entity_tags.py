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
    for sent in (tag, f"W/{plain}", f"W/{tag}", "*"):
        assert client.get("/api/v1/factories/KH-00017/", HTTP_IF_NONE_MATCH=sent).status_code == 304
    for sent in (tag, f'"other", {tag}', f',{tag} ,W/"b,c",', "*"):
        fresh = sent.replace(
            plain.strip('"'), client.get("/api/v1/factories/KH-00017/").headers["ETag"].strip('"')
        )
        done = client.patch(
            "/api/v1/factories/KH-00017/", {"address": f"Road {len(sent)}"}, HTTP_IF_MATCH=fresh
        )
        assert done.status_code == 200, done.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent",
    [
        '"0"', "", "KH-00017", '"a", "b"',
        # RFC 9110: `*` stands alone, a weak tag is never the same, and what is no list names nothing
        '"x", *', '*, "x"', "*, *", "W/{tag}", '"x", W/{tag}', "w/{tag}",
        "{tag} {tag}", "{tag}x", "{bare}", '"a,{bare}"',
    ],
)  # fmt: skip
def test_another_tag_changes_nothing(program, mill, sent):
    client = program(make.user("manager"))
    tag = client.get("/api/v1/factories/KH-00017/").headers["ETag"]
    sent = sent.replace("{tag}", tag).replace("{bare}", tag.strip('"'))

    refused = client.patch("/api/v1/factories/KH-00017/", {"address": "Road 2"}, HTTP_IF_MATCH=sent)

    assert refused.status_code == 412
    assert refused.json()["code"] == "changed_since"
    assert refused.json()["current"] == client.get("/api/v1/factories/KH-00017/").json()
    assert not Event.objects.filter(kind="factory.corrected").exists()


def _draft(mill, adviser):
    row = make.assessment(mill, state="draft", team=[adviser])
    codes = make.layout().codes[:2]
    bodies = [{"answers": [{"question": code, "answer": "X"}]} for code in codes]
    return f"assessments/{row.pk}/", "answers/", bodies


def _two_changes(what, mill, adviser):
    """The object's address, what is done there, and what two send."""
    counts = [{"counted_on": f"2018-05-{day}", "workers": day} for day in (10, 11)]
    begun_or_done = [{"status": "in_progress"}, {"status": "done"}]
    meetings = {"minutes_12m": 1, "meetings_12m": 9}
    details = [{"details": "One."}, {"details": "Two."}]
    return {
        "factories": lambda: ("factories/KH-00017/", "", [{"address": "Road 1"}, {"products": "shirts"}]),
        "head counts": lambda: ("factories/KH-00017/", "head-count/", counts),
        "answers": lambda: _draft(mill, adviser),
        "visits": lambda: (f"visits/{make.visit(mill).uid}/", "", [{"topics": "Exits"}, {"notes": "Alone."}]),
        "zero-tolerance-cases": lambda: (f"{what}/{make.case(mill).uid}/", "", details),
        "statuses": lambda: (f"plan-items/{_planned(mill).pk}/", "status/", begun_or_done),
        "learning-records": lambda: (f"{what}/{make.learning(mill).pk}/", "", [{"hours": 7}, {"workers_men": 9}]),
        "committee-reviews": lambda: (
            f"{what}/{make.committee(mill).pk}/", "", [{"women_percent": 51}, meetings],
        ),
        "visit-findings": lambda: (f"{what}/{_found(mill).pk}/", "", details),
        "plan-items": lambda: (f"{what}/{_planned(mill).pk}/", "", [{"owner": "A manager"}, {"root_cause": "Haste"}]),
    }[what]()  # fmt: skip


def _found(mill):
    make.visit(mill)
    return make.visit_finding(mill, "OS-8-06")


def _planned(mill):
    return make.plan_item(mill, "2018-01")


TWO_CHANGES = [
    "factories", "head counts", "answers", "visits", "visit-findings", "committee-reviews", "learning-records",
    "plan-items", "statuses", "zero-tolerance-cases",
]  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", TWO_CHANGES)
def test_of_two_at_the_same_moment_one_changes_it_and_one_is_told(what, mill):
    """On both databases; in threads, each with a connection of its own."""
    manager, adviser = make.user("manager"), make.user("adviser")
    user = manager if what in {"factories", "head counts"} else adviser
    text = make_token(user.pk, name="x", scope="write", expires_at=None, actor=user, now=NOW)
    header = {"HTTP_AUTHORIZATION": f"Token {text}"}
    if what in {"visit-findings", "committee-reviews", "plan-items"}:
        make.assessment(mill)  # its country has a questionnaire
    if what == "zero-tolerance-cases":
        make.assessment(mill, team=[adviser])  # who assessed there knows of the case
    address, act, bodies = _two_changes(what, mill, adviser)
    tag = Client().get(f"/api/v1/{address}", **header).headers["ETag"]
    before = Event.objects.count()

    def sending(body):
        client = Client(raise_request_exception=False)
        method = client.post if act else client.patch
        more = {"content_type": "application/json", "HTTP_IF_MATCH": tag, **header}
        return lambda: method(f"/api/v1/{address}{act}", body, **more).status_code

    statuses = at_once(*[sending(body) for body in bodies])

    assert sorted(statuses) == [HTTPStatus.OK, HTTPStatus.PRECONDITION_FAILED]
    assert Event.objects.count() > before


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
