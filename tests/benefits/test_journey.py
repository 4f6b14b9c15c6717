"""From publication to a forum that was attended, as its people click it; and the calendars on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from accounts.models import Role
from benefits.commands.calendar import end_calendar_link, make_calendar_link
from benefits.commands.forums import cancel_forum
from benefits.commands.invitations import decline_invitation
from benefits.domain.catalogue import CatalogueFaulty, parse_catalogue
from benefits.models import Benefit, Forum, Invitation
from benefits.queries.calendar import token_of
from countries.domain.time_zones import PARTNER_ZONES, USUAL_ZONE, known_zones
from factories.models import Membership
from tests import make
from tests.benefits import make as benefits
from tests.make import NOW
from tests.recognition.make import eligible_factory, recognition

pytestmark = pytest.mark.django_db


def of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_from_publication_to_a_forum_that_was_attended():
    public = recognition(eligible_factory("KH-00001"), "published", now=NOW)
    manager, owner = of(make.user(Role.MANAGER)), of(make.user("factory", factory=public.factory))
    package = reverse("benefits:package", args=[public.pk])

    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        dossier = manager.get(reverse("recognition:detail", args=[public.pk])).content.decode()
        assert package in dossier
        said = {"kind": "forum", "note": "A forum this summer", "due_on": "2018-09-01"}
        manager.post(reverse("benefits:add", args=[public.pk]), said)
        assert "A forum this summer" in owner.get(reverse("benefits:own")).content.decode()

        form = manager.get(reverse("benefits:plan_forum")).context["form"]
        planned = {
            "uid": str(form["uid"].value()), "name": "Meet the buyers", "countries": "KH", "place": "Phnom Penh",
            "day": "2018-06-20", "starts": "09:00", "ends": "16:30", "time_zone": "Asia/Phnom_Penh", "capacity": "3",
        }  # fmt: skip
        page = manager.post(reverse("benefits:plan_forum"), planned).headers["Location"]
        forum = Forum.objects.get()
        assert (page, forum.clock_hours) == (reverse("benefits:forum", args=[forum.pk]), "09:00–16:30")
        manager.post(reverse("benefits:move_forum", args=[forum.pk]), {"act": "open"})
        manager.post(reverse("benefits:invite", args=[forum.pk]), {"act": "recognised"})

        guest = Invitation.objects.get()
        shown = owner.get(reverse("benefits:own")).content.decode()
        assert "Meet the buyers" in shown
        assert "Phnom Penh time" in shown
        answer = reverse("benefits:answer", args=[guest.pk])
        for written in ("4", "two"):
            refused = owner.post(answer, {"act": "register", "people": written}, follow=True)
            assert "left" in refused.content.decode() or "from 1 to 20" in refused.content.decode()
        owner.post(answer, {"act": "register", "people": "2"})
        assert "Registered: 2 people." in owner.get(reverse("benefits:own")).content.decode()

    with time_machine.travel(forum.ends_at, tick=False):
        manager.post(reverse("benefits:move_forum", args=[forum.pk]), {"act": "hold"})
        came = reverse("benefits:attendance", args=[forum.pk])
        wrong = manager.post(came, {f"came-{guest.pk}": "many"}, follow=True).content.decode()
        assert "is no number of people" in wrong
        manager.post(came, {f"came-{guest.pk}": "2"})
        line = Benefit.objects.get()
        assert (line.state, line.forum, str(line.delivered_on)) == ("delivered", forum, "2018-06-20")
        assert "Meet the buyers (2 people)" in manager.get(package).content.decode()
        assert "Meet the buyers (2 people)" in owner.get(reverse("benefits:own")).content.decode()


def events(content: bytes) -> list:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_a_forum_as_a_file_reads_back_at_the_hours_of_its_place():
    forum = benefits.forum(name="Forum, buyers; and\nmore " + "x" * 80, about="Ånd — ខ្មែរ")

    answer = of(make.user(Role.MANAGER)).get(reverse("benefits:forum_ics", args=[forum.pk]))

    (event,) = events(answer.content)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert event["SUMMARY"] == forum.name
    assert "Ånd — ខ្មែរ" in event["DESCRIPTION"]
    assert event["DTSTART"].dt == forum.starts_at
    assert event["DTSTART"].params["TZID"] == "Asia/Phnom_Penh"
    assert event["DTSTART"].dt.hour == 9
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", forum.revision)
    assert [str(zone["TZID"]) for zone in Calendar.from_ical(answer.content).walk("VTIMEZONE")] == [
        "Asia/Phnom_Penh"
    ]
    assert max(map(len, answer.content.split(b"\r\n"))) <= 75


def test_a_feed_holds_what_its_person_may_see_now_and_nothing_else():
    factory = make.factory()
    person, organiser = make.user("factory", factory=factory), make.user("global")
    going, refused, gone = (benefits.forum(name=name) for name in ("Going", "Declined", "Cancelled"))
    benefits.forum(name="Not invited")
    for forum in (going, refused, gone):
        guest = benefits.invited(forum, factory)
        if forum is refused:
            decline_invitation(guest.pk, actor=person, now=NOW)
    cancel_forum(gone.pk, reason="Flood", actor=organiser, now=NOW)
    make_calendar_link(actor=person, now=NOW)
    address = reverse("benefits:feed", args=[token_of(person)])

    found = {str(one["SUMMARY"]): str(one["STATUS"]) for one in events(Client().get(address).content)}
    assert found == {"Going": "CONFIRMED", "Cancelled": "CANCELLED"}

    Membership.objects.filter(user=person).delete()
    assert events(Client().get(address).content) == []


def test_an_address_opens_until_it_is_taken_out_of_use_and_is_not_guessed():
    person = make.user(Role.MANAGER)
    made = make_calendar_link(actor=person, now=NOW)
    token = token_of(person)
    client = Client()

    def opens(written: str) -> bool:
        return client.get(reverse("benefits:feed", args=[written])).status_code == 200

    assert opens(token)
    assert not any(map(opens, (made.hex, made.hex + "0" * 64, "x" * 96, token[:-1], token + "0")))
    end_calendar_link(actor=person, now=NOW)
    assert not opens(token)
    make_calendar_link(actor=person, now=NOW)
    assert token_of(person) != token
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    assert not opens(token_of(person))


def test_lists_ask_as_often_for_many_as_for_one():
    factory, organiser = make.factory(), make.user("global")
    person = make.user("factory", factory=factory)
    looks = {"benefits:forums": of(make.user(Role.MANAGER)), "benefits:own": of(person)}

    def asked() -> list[int]:
        found = []
        for route, client in looks.items():
            with CaptureQueriesContext(
                connection,
            ) as reading:
                assert client.get(reverse(route)).status_code == 200
            found.append(len(reading))
        with CaptureQueriesContext(connection) as reading:
            looks["benefits:forums"].get(reverse("benefits:forum", args=[first.pk]))
        return [*found, len(reading)]

    first = benefits.forum(by=organiser)
    benefits.invited(first, factory, by=organiser)
    asked()  # what a process keeps is there from now on
    few = asked()
    for number in range(6):
        more = benefits.forum(by=organiser, name=f"Forum {number}")
        benefits.invited(more, factory, by=organiser)
        benefits.invited(first, make.factory(), by=organiser)

    assert asked() == few


def test_every_zone_is_known_and_every_country_of_the_programme_has_one():

    assert set(PARTNER_ZONES) <= known_zones()
    assert set(USUAL_ZONE.values()) <= known_zones()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[kind", "no TOML"),
        ("", 'the code "forum"'),
        ('[[kind]]\ncode = "a"', "title: write a text"),
        ('[[kind]]\ncode = "a"\ntitle = "A"\ngroup = "gold"', "group: write one of visibility"),
    ],
)
def test_a_faulty_catalogue_says_what_to_write(text, words):
    with pytest.raises(CatalogueFaulty, match=words):
        parse_catalogue(text)
