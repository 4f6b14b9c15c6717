"""A registration that was typed without a connection: taken in once, judged as the page judges it."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.utils import timezone

from advisory.models import FieldEntry
from courses.models import CourseRegistration
from journal.models import Event
from tests import make
from tests.courses.make import registered, session

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mill():
    make.questionnaire()
    return make.factory("KH-00012")


@pytest.fixture
def course(mill):
    now = timezone.now()
    ahead = now + timedelta(days=10)
    day = (now + timedelta(days=5)).date()
    return session(now=now, starts_at=ahead, ends_at=ahead + timedelta(hours=4), sign_up_ends_on=day)


@pytest.fixture
def send(client, mill, course):
    def sent(person, *, entry=None, base=None, ref=None, code=None, **people):
        client.force_login(person)
        now = timezone.now().isoformat()
        fields = {"ref": str(course.pk) if ref is None else ref, "factory": mill.code}
        return client.post(
            "/field-entries/",
            {
                "id": str(entry or uuid4()), "kind": "course", "factory": code or mill.code, "base": base or {},
                "fields": fields | people, "at": now, "sent": now, "device": "phone", "awaited": False,
            },
            content_type="application/json",
            headers={"X-Person": str(person.pk)},
        )  # fmt: skip

    return sent


@pytest.fixture
def owner(mill):
    return make.user("factory", factory=mill)


def test_it_is_recorded_once_however_often_it_is_sent(send, owner, course):
    entry = uuid4()

    first = send(owner, entry=entry, managers_men="2", workers_women="3")
    again = send(owner, entry=entry, managers_men="2", workers_women="3")

    assert first.status_code == again.status_code == HTTPStatus.OK
    assert first.json()["url"] == f"/courses/{course.pk}/"
    row = CourseRegistration.objects.get()
    assert (row.managers_men, row.workers_women, row.state) == (2, 3, "registered")
    assert FieldEntry.objects.get().pk == entry
    assert Event.objects.filter(kind__startswith="session.registered").count() == 1


def test_numbers_that_the_device_had_not_seen_are_not_written_over(send, owner, course, mill):
    registered(course, mill, now=timezone.now(), managers_men=4)

    answer = send(owner, managers_men="2")

    assert answer.status_code == HTTPStatus.CONFLICT
    assert answer.json()["standing"] == {"managers_men": "4"}
    assert CourseRegistration.objects.get().managers_men == 4
    seen = send(owner, base={"managers_men": "4"}, managers_men="2")
    assert seen.status_code == HTTPStatus.OK
    assert CourseRegistration.objects.get().managers_men == 2


@pytest.mark.parametrize(
    "people", [{}, {"managers_men": "-1"}, {"managers_men": "21"}, {"managers_men": "many"}]
)
def test_what_the_page_refuses_is_refused_in_its_words(people, send, owner):
    answer = send(owner, **people)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["said"]
    assert not CourseRegistration.objects.exists()


@pytest.mark.parametrize("ref", ["", "x", "00000000-0000-4000-8000-00000000000a"])
def test_a_session_that_there_is_not_is_refused(ref, send, owner):
    assert send(owner, ref=ref, managers_men="1").status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_after_the_last_day_it_says_so(send, owner, course):
    course.sign_up_ends_on = timezone.localdate() - timedelta(days=3)
    course.save(update_fields=["sign_up_ends_on"])

    answer = send(owner, managers_men="1")

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Registration has ended" in answer.json()["said"]


def test_only_who_speaks_for_the_factory_sends_it(send, mill):
    for person in (
        make.user("worker", factory=mill),
        make.user("factory", factory=make.factory("KH-00013")),
        make.user("adviser"),
        make.user("brand"),
    ):
        assert send(person, managers_men="1").status_code == HTTPStatus.NOT_FOUND, person.role
    assert not CourseRegistration.objects.exists()


def test_with_several_factories_the_form_is_a_plain_one(client, course):
    group = make.group()
    make.factory("KH-00014", group=group)
    make.factory("KH-00015", group=group)
    client.force_login(make.user("group", group=group))

    page = client.get(f"/courses/{course.pk}/").content.decode()

    assert "data-field-entry" not in page
    assert "data-needs-connection" in page
