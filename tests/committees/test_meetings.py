"""The next meeting of the committee: its day, its suggested agenda, and who writes what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from committees.commands.meetings import (
    MeetingFaulty,
    choose_agenda,
    set_next_meeting,
    write_worker_points,
)
from committees.models import CommitteeMeeting
from committees.policies import NotOnCommittee
from journal.commands import Unchanged
from tests import make
from tests.make import NOW, TODAY

pytestmark = pytest.mark.django_db
SOON = TODAY + timedelta(days=7)


@pytest.fixture
def mill():
    return make.factory()


def meeting(mill, *, now=NOW):
    day = now.date() + timedelta(days=7)
    set_next_meeting(mill.pk, meets_on=day, place="Canteen", actor=make.user("worker", factory=mill), now=now)
    return CommitteeMeeting.objects.get(factory=mill)


def test_either_side_sets_the_day_and_moves_it_but_nobody_else(mill):
    for role in ("worker", "factory"):
        set_next_meeting(mill.pk, meets_on=SOON, place=role, actor=make.user(role, factory=mill), now=NOW)
    assert [(one.meets_on, one.place) for one in CommitteeMeeting.objects.all()] == [(SOON, "factory")]

    again = make.user("factory", factory=mill)
    assert isinstance(
        set_next_meeting(mill.pk, meets_on=SOON, place="factory", actor=again, now=NOW), Unchanged
    )
    for actor in (make.user("adviser"), make.user("factory", factory=make.factory())):
        with pytest.raises(NotOnCommittee):
            set_next_meeting(mill.pk, meets_on=SOON, place="", actor=actor, now=NOW)


@pytest.mark.parametrize("days", [-1, 367])
def test_the_day_lies_ahead(mill, days):
    with pytest.raises(MeetingFaulty):
        set_next_meeting(
            mill.pk,
            meets_on=TODAY + timedelta(days=days),
            place="",
            actor=make.user("factory", factory=mill),
            now=NOW,
        )


def test_each_side_writes_its_own_points(mill):
    found = meeting(mill)
    rosa, dara = make.user("factory", factory=mill), make.user("worker", factory=mill)

    write_worker_points(found.pk, points=" Fans in hall 2 \n\n", actor=dara, now=NOW)
    choose_agenda(found.pk, left_out=["item:1"], points="New canteen", actor=rosa, now=NOW)

    found.refresh_from_db()
    assert (found.worker_points, found.points, found.left_out) == (
        "Fans in hall 2",
        "New canteen",
        ["item:1"],
    )
    assert isinstance(write_worker_points(found.pk, points="Fans in hall 2", actor=dara, now=NOW), Unchanged)
    with pytest.raises(NotOnCommittee):
        write_worker_points(found.pk, points="x", actor=rosa, now=NOW)
    with pytest.raises(NotOnCommittee):
        choose_agenda(found.pk, left_out=[], points="x", actor=dara, now=NOW)
    with pytest.raises(MeetingFaulty, match="over"):
        write_worker_points(found.pk, points="late", actor=dara, now=NOW + timedelta(days=30))
    with pytest.raises(MeetingFaulty, match="at most"):
        write_worker_points(found.pk, points="x" * 400, actor=dara, now=NOW)


def test_the_agenda_is_suggested_from_plan_and_findings_and_lines_are_left_out(client, mill):
    now = timezone.now()
    make.plan_item(mill, ref="A-1", issue="Exit door blocked", due_on=now.date() - timedelta(days=3))
    make.plan_item(mill, ref="A-2", issue="Fans missing", due_on=now.date() + timedelta(days=30))
    make.plan_item(mill, ref="A-3", issue="Done long ago", status="done", done_on=TODAY)
    meeting(mill, now=now)
    client.force_login(make.user("factory", factory=mill))
    page = reverse("committees:agenda", args=[mill.code])

    shown = client.get(page).content.decode()
    assert "Exit door blocked" in shown
    assert "Fans missing" in shown
    assert "Done long ago" not in shown

    client.post(reverse("committees:choose", args=[mill.code]), {"chosen": ["item:A-1"], "points": "Budget"})
    agenda = client.get(page).content.decode().split('id="choose"')[0]
    assert "Exit door blocked" in agenda
    assert "Fans missing" not in agenda
    assert "Budget" in agenda


def test_a_worker_representative_sets_the_day_and_writes_points_on_the_page(client, mill):
    client.force_login(make.user("worker", factory=mill))
    page = reverse("committees:agenda", args=[mill.code])
    assert "no day is set" in client.get(page).content.decode()
    assert (
        client.post(reverse("committees:worker_points", args=[mill.code]), {"points": "x"}).status_code == 404
    )

    day = (timezone.now() + timedelta(days=9)).date().isoformat()
    client.post(reverse("committees:set_day", args=[mill.code]), {"meets_on": day, "place": "Canteen"})
    client.post(reverse("committees:worker_points", args=[mill.code]), {"points": "Fans in hall 2"})

    shown = client.get(page).content.decode()
    assert "Fans in hall 2" in shown
    assert "Choose what is on the agenda" not in shown
    refused = client.post(reverse("committees:set_day", args=[mill.code]), {"meets_on": "2001-01-01"})
    assert refused.status_code == 409
