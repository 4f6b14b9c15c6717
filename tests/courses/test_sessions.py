"""Sessions of courses: announced, registered for, full, cancelled, attended; attendance is the learning record."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from icalendar import Calendar

from advisory.models import LearningRecord
from benefits.commands.calendar import make_calendar_link
from benefits.queries.calendar import token_of
from courses.commands.parts import SessionFaulty, SessionNotNow
from courses.commands.registering import cancel_registration, register_people
from courses.commands.sessions import announce_session, cancel_session, change_session
from courses.domain.sessions import Participants
from courses.models import CourseRegistration, CourseSession
from courses.policies import NotYourSession
from journal.commands import Unchanged
from journal.models import Event
from tests import make
from tests.at_once import at_once
from tests.courses import make as courses
from tests.courses.make import AFTER, BEFORE, STARTS
from tests.make import NOW
from tests.notifications.cast import inbox, tell

pytestmark = pytest.mark.django_db


def records() -> list[LearningRecord]:
    return list(LearningRecord.objects.filter(superseded_at__isnull=True).order_by("pk"))


def states(of: CourseSession) -> list[str]:
    return [row.state for row in CourseRegistration.objects.filter(session=of).order_by("asked_at", "pk")]


def test_a_form_sent_twice_announces_one_session():
    uid, manager = uuid4(), make.user("manager")

    assert announce_session(uid, plan=courses.plan(), actor=manager, now=BEFORE) == uid
    assert announce_session(uid, plan=courses.plan(), actor=manager, now=BEFORE) == Unchanged(uid)
    assert CourseSession.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "country", "may"),
    [("manager", "KH", True), ("adviser", "KH", True), ("global", None, True), ("manager", "VN", False),
     ("reviewer", "KH", False), ("brand", None, False), ("admin", None, False)],
)  # fmt: skip
def test_who_announces_a_session(role, country, may):
    plan, actor = courses.plan(), make.user(role, country=country)
    if may:
        announce_session(uuid4(), plan=plan, actor=actor, now=BEFORE)
    else:
        with pytest.raises(NotYourSession):
            announce_session(uuid4(), plan=plan, actor=actor, now=BEFORE)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"course": "juggling"}, "course"),
        ({"language": "xx"}, "language"),
        ({"ends_at": STARTS}, "ends"),
        ({"sign_up_ends_on": date(2018, 6, 21)}, "sign_up_ends_on"),
        ({"starts_at": BEFORE - timedelta(days=1)}, "day"),
    ],
)
def test_a_session_that_cannot_be_is_refused(changed, field):
    with pytest.raises(SessionFaulty) as refused:
        announce_session(uuid4(), plan=courses.plan(**changed), actor=make.user("manager"), now=BEFORE)

    assert refused.value.field == field


def test_a_full_session_has_a_waiting_list_that_moves_up_in_its_order():
    to = courses.session(places=10)
    first, second, third, fourth = (
        courses.registered(to, make.factory(), now=NOW + timedelta(minutes=n), workers_women=people)
        for n, people in enumerate([8, 5, 4, 2])
    )
    assert [first.state, second.state, third.state, fourth.state] == [
        "registered", "waiting", "waiting", "registered",
    ]  # fmt: skip

    cancel_registration(first.pk, actor=make.user("manager"), now=NOW + timedelta(hours=1))

    # 8 places are free: the second takes 5, for the third there are only 3
    assert states(to) == ["cancelled", "registered", "waiting", "registered"]
    assert Event.objects.filter(kind="session.place_given").count() == 1


def test_more_places_let_the_waiting_list_in():
    manager, to = make.user("manager"), courses.session(places=3)
    courses.registered(to, make.factory(), workers_women=3)
    courses.registered(to, make.factory(), workers_women=2)

    change_session(to.pk, plan=courses.plan(places=5), actor=manager, now=NOW)

    assert states(to) == ["registered", "registered"]
    with pytest.raises(SessionFaulty, match="registered already"):
        change_session(to.pk, plan=courses.plan(places=4), actor=manager, now=NOW)


def test_the_same_said_again_changes_nothing_and_another_number_holds():
    to, mill = courses.session(), make.factory()
    manager = make.user("factory", factory=mill)
    courses.registered(to, mill, by=manager, workers_women=3)
    events = Event.objects.count()

    again = register_people(
        to.pk, code=mill.code, people=Participants(workers_women=3), actor=manager, now=NOW
    )
    assert isinstance(again, Unchanged)
    assert Event.objects.count() == events

    assert courses.registered(to, mill, by=manager, workers_women=4).people.total == 4


def test_a_factory_registers_itself_until_the_last_day_and_the_programme_also_later():
    to, mill, other = courses.session(), make.factory(), make.factory()
    late = STARTS - timedelta(days=1)

    with pytest.raises(SessionNotNow, match="ended"):
        courses.registered(to, mill, now=late)
    with pytest.raises(SessionFaulty, match="No factory"):
        courses.registered(to, other, by=make.user("factory", factory=mill))
    with pytest.raises(NotYourSession):
        courses.registered(to, mill, by=make.user("worker", factory=mill))
    assert courses.registered(to, mill, by=make.user("adviser"), now=late).state == "registered"


@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_last_places_at_once_do_not_both_get_them():
    to = courses.session(places=5)
    mills = [make.factory(), make.factory()]
    people = [make.user("factory", factory=mill) for mill in mills]

    at_once(
        *(
            lambda mill=mill, person=person: courses.registered(to, mill, by=person, workers_women=4)
            for mill, person in zip(mills, people, strict=True)
        )
    )

    assert sorted(states(to)) == ["registered", "waiting"]


def test_who_came_becomes_the_learning_record_in_the_same_transaction():
    to, mill = courses.session(), make.factory()
    row = courses.registered(to, mill)

    courses.attended(row, managers_men=1, workers_women=3)

    (learned,) = records()
    assert (learned.factory, learned.course, learned.held_on, learned.hours) == (
        mill, "OSH awareness", date(2018, 6, 20), 8,
    )  # fmt: skip
    assert (learned.managers_men, learned.workers_women, learned.people) == (1, 3, 4)
    assert {"session.held", "session.attended", "learning.recorded"} <= set(
        Event.objects.values_list("kind", flat=True)
    )


def test_corrected_attendance_corrects_the_record_and_nobody_leaves_none():
    to, mill = courses.session(), make.factory()
    row = courses.registered(to, mill)
    courses.attended(row, workers_women=3)
    events = Event.objects.count()

    assert courses.attended(row, workers_women=3) == Unchanged(0)
    assert Event.objects.count() == events

    courses.attended(row, workers_women=5)
    assert [learned.people for learned in records()] == [5]
    courses.attended(row)
    assert records() == []
    assert LearningRecord.objects.count() == 2  # what was recorded stays, closed


def test_two_sessions_of_one_course_on_one_day_are_one_record():
    mill = make.factory()
    morning, evening = courses.session(), courses.session(starts_at=STARTS + timedelta(hours=4))
    for to in (morning, evening):
        courses.attended(courses.registered(to, mill), workers_women=2)

    assert [learned.people for learned in records()] == [4]


def test_who_came_is_recorded_after_the_session():
    row = courses.registered(courses.session(), make.factory())

    with pytest.raises(SessionNotNow):
        courses.attended(row, now=STARTS + timedelta(hours=1), workers_women=1)


def test_registered_factories_are_told_of_another_day_and_of_the_end():
    mill, manager = make.factory(), make.user("manager")
    rosa = make.user("factory", factory=mill)
    to = courses.session(by=manager)
    courses.registered(to, mill, by=rosa)

    moved = courses.plan(starts_at=STARTS + timedelta(days=1))
    change_session(to.pk, plan=moved, actor=manager, now=NOW)
    cancel_session(to.pk, reason="The trainer is ill.", actor=manager, now=NOW)
    assert cancel_session(to.pk, reason="Again.", actor=manager, now=NOW) == Unchanged(to.pk)

    tell()
    assert [line.partition(": ")[2].partition(" 2")[0] for line in inbox(rosa)] == [
        "“OSH awareness” on",
        "“OSH awareness” is now on",
    ]


def test_a_session_comes_as_a_calendar_file(client):
    mill = make.factory()
    to = courses.session()
    client.force_login(make.user("worker", factory=mill))

    found = Calendar.from_ical(client.get(reverse("courses:session_ics", args=[to.pk])).content)

    (event,) = found.walk("VEVENT")
    assert str(event["summary"]) == "OSH awareness"
    assert event["dtstart"].dt.strftime("%H:%M") == "09:00"
    assert str(event["location"]) == "Phnom Penh, Street 9"


def test_a_factorys_calendar_feed_has_the_sessions_it_has_places_in(client):
    mill = make.factory()
    rosa, to = make.user("factory", factory=mill), courses.session()
    courses.session(place="Elsewhere")
    courses.registered(to, mill, by=rosa)
    make_calendar_link(actor=rosa, now=NOW)

    found = Calendar.from_ical(client.get(reverse("benefits:feed", args=[token_of(rosa)])).content)

    assert [str(event["location"]) for event in found.walk("VEVENT")] == ["Phnom Penh, Street 9"]


def test_a_factory_registers_on_the_page_and_a_worker_reads_along(client):
    to, mill = courses.session(starts_at=AFTER + timedelta(days=365 * 30), now=AFTER), make.factory()
    page = reverse("courses:session", args=[to.pk])
    client.force_login(make.user("factory", factory=mill))
    assert "Register your people" in client.get(page).content.decode()

    done = client.post(
        reverse("courses:register", args=[to.pk]),
        {"factory": mill.code, "managers_women": "1", "workers_women": "4"},
        follow=True,
    ).content.decode()
    assert "5 people" in done
    refused = client.post(reverse("courses:register", args=[to.pk]), {"factory": mill.code})
    assert refused.status_code == 409

    client.force_login(make.user("worker", factory=mill))
    read = client.get(page).content.decode()
    assert "5 people" in read
    assert "Register your people" not in read


def test_staff_read_that_the_factory_waits_and_not_they(client):
    to = courses.session(places=5, starts_at=AFTER + timedelta(days=365 * 30), now=AFTER)
    courses.registered(to, make.factory(), now=AFTER)
    mill = make.factory(name="Riverside Garments")
    client.force_login(make.user("manager"))

    page = client.post(
        reverse("courses:register", args=[to.pk]), {"factory": mill.code, "workers_women": "4"}, follow=True
    ).content.decode()

    assert "Riverside Garments is on the waiting list" in page
    assert "You are on the waiting list" not in page


def test_whoever_is_registered_changes_the_numbers(client):
    to, mill = courses.session(starts_at=AFTER + timedelta(days=365 * 30), now=AFTER), make.factory()
    client.force_login(make.user("factory", factory=mill))
    page = reverse("courses:session", args=[to.pk])
    assert client.get(page).context["registered"] is False

    courses.registered(to, mill, now=AFTER)

    assert client.get(page).context["registered"] is True
    assert "Change" in client.get(page).content.decode()


def test_a_factory_learns_of_no_other_factory_at_a_session(client):
    to = courses.session(starts_at=AFTER + timedelta(days=365 * 30), now=AFTER)
    other = make.factory(name="Other Mill")
    courses.registered(to, other, now=AFTER)
    client.force_login(make.user("factory", factory=make.factory()))

    assert "Other Mill" not in client.get(reverse("courses:session", args=[to.pk])).content.decode()


def test_staff_announce_and_record_attendance_on_the_pages(client):
    client.force_login(make.user("adviser"))
    make.country("KH")
    uid = str(uuid4())
    entered = {
        "uid": uid, "course": "osh-awareness", "country": "KH", "place": "Online", "day": "2040-06-20",
        "starts": "09:00", "ends": "17:00", "sign_up_ends_on": "2040-06-18", "places": "20", "trainer": "Institute",
        "language": "km",
    }  # fmt: skip
    assert client.get(reverse("courses:announce")).status_code == 200
    assert client.post(reverse("courses:announce"), entered).status_code == 302
    assert client.post(reverse("courses:change", args=[uid]), entered | {"places": "30"}).status_code == 302
    assert CourseSession.objects.get(pk=uid).places == 30

    past = courses.session()
    row = courses.registered(past, make.factory())
    page = client.get(reverse("courses:session", args=[past.pk])).content.decode()
    assert "Record who came" in page
    client.post(reverse("courses:attendance", args=[past.pk]), {f"workers_women-{row.pk}": "3"})
    assert [learned.people for learned in records()] == [3]
    assert client.get(reverse("courses:sessions")).status_code == 200
