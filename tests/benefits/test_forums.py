"""Forums: planned, opened, held or cancelled; guests invited, answering, and who came."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import Notice, Role
from benefits.commands import forums, invitations
from benefits.commands.attendance import record_attendance
from benefits.commands.forums import NotNow
from benefits.commands.guests import InvalidGuestField
from benefits.models import Benefit, Forum, Invitation
from benefits.policies import BenefitOutOfReach
from benefits.queries.forums import forums_visible_to, guests_of, tallies
from journal.commands import Unchanged
from journal.models import Event
from recognition.commands import lifecycle
from tests import make
from tests.benefits import make as benefits
from tests.benefits.make import AHEAD
from tests.make import NOW
from tests.notifications.cast import inbox, tell
from tests.portal.world import reading

pytestmark = pytest.mark.django_db


def answer(to: Invitation, people: int, actor: Any, now: Any = NOW) -> Any:
    return invitations.register_guests(to.pk, people=people, actor=actor, now=now)


def test_a_form_sent_twice_plans_one_forum():
    uid, manager = uuid4(), make.user(Role.MANAGER)

    assert forums.plan_forum(uid, plan=benefits.plan(), actor=manager, now=NOW) == uid
    assert forums.plan_forum(uid, plan=benefits.plan(), actor=manager, now=NOW) == Unchanged(uid)
    assert Forum.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "country", "countries", "may"),
    [
        ("manager", "KH", ("KH",), True),
        ("manager", "VN", ("KH",), False),
        ("manager", "KH", ("KH", "VN"), False),
        ("global", None, ("KH", "VN"), True),
        ("reviewer", "KH", ("KH",), False),
        ("adviser", "KH", ("KH",), False),
        ("brand", None, ("KH",), False),
    ],
)
def test_who_plans_a_national_and_a_regional_forum(role, country, countries, may):
    plan, actor = benefits.plan(countries=countries), make.user(role, country=country)
    if may:
        forums.plan_forum(uuid4(), plan=plan, actor=actor, now=NOW)
    else:
        with pytest.raises(BenefitOutOfReach):
            forums.plan_forum(uuid4(), plan=plan, actor=actor, now=NOW)
    assert Forum.objects.exists() is may


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("ends", {"ends_at": AHEAD - timedelta(hours=1)}),
        ("time_zone", {"time_zone": "Asia/Atlantis"}),
        ("capacity", {"capacity": 0}),
    ],
)
def test_a_fault_names_its_field(field, said):
    with pytest.raises(InvalidGuestField) as fault:
        forums.plan_forum(uuid4(), plan=benefits.plan(**said), actor=make.user("global"), now=NOW)
    assert fault.value.field == field


STEPS = {
    "open": lambda forum, actor, now: forums.open_forum(forum.pk, actor=actor, now=now),
    "hold": lambda forum, actor, now: forums.hold_forum(forum.pk, actor=actor, now=now),
    "cancel": lambda forum, actor, now: forums.cancel_forum(forum.pk, reason="Flood", actor=actor, now=now),
}


@pytest.mark.parametrize(
    ("before", "step", "after"),
    [
        ("planned", "open", "open"),
        ("planned", "hold", None),
        ("planned", "cancel", "cancelled"),
        ("open", "hold", "held"),
        ("open", "cancel", "cancelled"),
        ("held", "open", None),
        ("held", "cancel", None),
    ],
)
def test_each_step_from_each_state(before, step, after):
    actor = make.user("global")
    forum = benefits.forum(before, by=actor)
    now = AHEAD + timedelta(hours=1) if step == "hold" else NOW
    if after is None:
        with pytest.raises(NotNow):
            STEPS[step](forum, actor, now)
        return

    assert STEPS[step](forum, actor, now) == forum.pk
    assert STEPS[step](forum, actor, now) == Unchanged(forum.pk)
    forum.refresh_from_db()
    assert forum.state == after


def test_a_change_counts_up_for_calendars_and_keeps_room_for_the_registered():
    forum, factory = benefits.forum(), make.factory()
    answer(benefits.invited(forum, factory), 9, make.user("factory", factory=factory))
    organiser, before = make.user(Role.MANAGER), forum.revision

    def change(**said: Any) -> Any:
        return forums.change_forum(forum.pk, plan=benefits.plan(**said), actor=organiser, now=NOW)

    assert change() == Unchanged(forum.pk)
    with pytest.raises(InvalidGuestField, match="registered already"):
        change(capacity=8)
    with pytest.raises(InvalidGuestField, match="take them back first"):
        forums.change_forum(
            forum.pk, plan=benefits.plan(countries=("VN",)), actor=make.user("global"), now=NOW
        )
    change(place="Siem Reap")
    forum.refresh_from_db()
    assert (forum.place, forum.revision) == ("Siem Reap", before + 1)


def test_all_recognised_of_the_countries_are_invited_in_one_act_and_told_once():
    here, abroad = make.factory("KH-00001"), make.factory("VN-00001", country="VN")
    found = benefits.recognised(here)
    benefits.recognised(abroad)
    benefits.recognised(make.factory("KH-00002"), "suspended")
    make.factory("KH-00003")
    people = {role: make.user(role, factory=here) for role in ("factory", "worker")}
    organiser, forum = make.user(Role.MANAGER), benefits.forum()
    tell()
    Notice.objects.all().delete()

    assert invitations.invite_recognised(forum.pk, actor=organiser, now=NOW) == 1
    tell()
    assert invitations.invite_recognised(forum.pk, actor=organiser, now=NOW) == Unchanged(0)
    tell()

    guest = Invitation.objects.get()
    assert (guest.factory, guest.recognition) == (here, found)
    assert inbox(people["factory"]) == [f"{here.name} is invited to {forum.name} on 20 June 2030"]
    assert inbox(people["worker"]) == []


def test_an_invitation_taken_back_can_be_given_again():
    forum, factory, brand = benefits.forum(), make.factory(), make.brand()
    organiser = make.user("global")
    for guest in (factory, brand):
        row = benefits.invited(forum, guest)
        assert invitations.withdraw_invitation(row.pk, actor=organiser, now=NOW) == row.pk
        assert invitations.withdraw_invitation(row.pk, actor=organiser, now=NOW) == Unchanged(row.pk)
        assert benefits.invited(forum, guest).state == "invited"
    assert Invitation.objects.count() == 2
    assert Event.objects.filter(kind="forum.invited").count() == 4


@pytest.mark.parametrize("state", ["planned", "held"])
def test_guests_are_invited_while_it_is_open(state):
    with pytest.raises(NotNow):
        invitations.invite_recognised(benefits.forum(state).pk, actor=make.user("global"), now=NOW)


def test_a_factory_elsewhere_or_unknown_is_no_guest():
    forum, manager = benefits.forum(), make.user(Role.MANAGER)
    for code in (make.factory(country="VN").code, "XX-1"):
        with pytest.raises(InvalidGuestField, match="No factory of its countries"):
            invitations.invite_factory(forum.pk, code=code, actor=manager, now=NOW)


def test_the_manager_registers_changes_the_number_and_declines():
    forum, factory = benefits.forum(capacity=5), make.factory()
    guest, manager = benefits.invited(forum, factory), make.user("factory", factory=factory)

    assert answer(guest, 2, manager) == guest.pk
    assert answer(guest, 2, manager) == Unchanged(guest.pk)
    assert answer(guest, 5, manager) == guest.pk
    assert invitations.decline_invitation(guest.pk, actor=manager, now=NOW) == guest.pk
    assert invitations.decline_invitation(guest.pk, actor=manager, now=NOW) == Unchanged(guest.pk)
    guest.refresh_from_db()
    assert (guest.state, guest.people) == ("declined", 0)


def test_there_are_no_more_guests_than_places():
    forum, first, second = benefits.forum(capacity=5), make.factory(), make.factory()
    answer(benefits.invited(forum, first), 4, make.user("factory", factory=first))
    guest, manager = benefits.invited(forum, second), make.user("factory", factory=second)

    with pytest.raises(InvalidGuestField, match="Only 1 place is left"):
        answer(guest, 2, manager)
    for wrong in (0, 21):
        with pytest.raises(InvalidGuestField, match="from 1 to 20"):
            answer(guest, wrong, manager)
    answer(guest, 1, manager)


def test_who_does_not_speak_for_the_guest_cannot_answer():
    forum, factory, brand = benefits.forum(), make.factory(), make.brand()
    of_factory, of_brand = benefits.invited(forum, factory), benefits.invited(forum, brand)
    refused = [
        (of_factory, make.user("worker", factory=factory), BenefitOutOfReach),
        (of_factory, make.user(Role.MANAGER), BenefitOutOfReach),
        (of_factory, make.user("factory", factory=make.factory()), Invitation.DoesNotExist),
        (of_brand, make.user("brand", brand=make.brand()), Invitation.DoesNotExist),
        (of_brand, make.user("factory", factory=factory), Invitation.DoesNotExist),
    ]
    for guest, actor, error in refused:
        with pytest.raises(error):
            answer(guest, 1, actor)
    answer(of_brand, 1, make.user("brand", brand=brand))
    assert Invitation.objects.get(state="registered") == of_brand


def test_no_answer_is_taken_once_it_began_or_while_the_recognition_rests():
    factory = make.factory()
    found, manager = benefits.recognised(factory), make.user("factory", factory=factory)
    guest = benefits.invited(benefits.forum(), factory)

    with pytest.raises(NotNow):
        answer(guest, 1, manager, AHEAD)
    lifecycle.suspend_recognition(found.pk, reason="Case.", actor=make.user("global"), now=NOW)
    with pytest.raises(NotNow):
        answer(guest, 1, manager)
    invitations.decline_invitation(guest.pk, actor=manager, now=NOW)


def held_with(factory: Any) -> tuple[Forum, Invitation]:
    before = NOW - timedelta(days=1)
    forum = benefits.forum(starts_at=NOW - timedelta(hours=10))
    guest = benefits.invited(forum, factory, now=before)
    forums.hold_forum(forum.pk, actor=make.user("global"), now=NOW)
    return forum, guest


def recognised(days_ago: int = 20) -> Any:
    return benefits.recognised(make.factory(), now=NOW - timedelta(days=days_ago))


def test_who_came_is_delivered_in_the_package_and_a_correction_takes_it_back():
    found, organiser = recognised(), make.user(Role.MANAGER)
    forum, guest = held_with(found.factory)

    def record(people: int) -> Any:
        return record_attendance(forum.pk, came={guest.pk: people}, actor=organiser, now=NOW)

    assert record(3) == 1
    assert record(3) == Unchanged(0)
    line = Benefit.objects.get()
    assert (line.recognition, line.kind, line.state) == (found, "forum", "delivered")
    assert (line.delivered_on, line.what) == (forum.day, "Forum of Phnom Penh (3 people)")

    record(0)
    line.refresh_from_db()
    assert (line.state, line.delivered_on) == ("cancelled", None)
    record(1)
    line.refresh_from_db()
    assert (line.state, line.what, line.reason) == ("delivered", "Forum of Phnom Penh (1 person)", "")


def test_a_promised_forum_is_kept_by_coming_and_stands_by_staying_away():
    found, organiser = recognised(), make.user("global")
    promised = benefits.line(found.pk, kind="forum", note="A forum this year")
    forum, guest = held_with(found.factory)

    record_attendance(forum.pk, came={guest.pk: 0}, actor=organiser, now=NOW)
    promised.refresh_from_db()
    assert promised.state == "planned"
    record_attendance(forum.pk, came={guest.pk: 2}, actor=organiser, now=NOW)
    promised.refresh_from_db()
    assert (promised.state, promised.forum) == ("delivered", forum)
    assert Benefit.objects.count() == 1


def test_only_who_was_recognised_when_it_began_has_it_in_a_package():
    later, never, brand = recognised(0), make.factory(), make.brand()
    before = NOW - timedelta(days=1)
    forum = benefits.forum(starts_at=NOW - timedelta(hours=10))
    guests = [benefits.invited(forum, one, now=before) for one in (later.factory, never, brand)]
    forums.hold_forum(forum.pk, actor=make.user("global"), now=NOW)

    came = {one.pk: 2 for one in guests}
    assert record_attendance(forum.pk, came=came, actor=make.user("global"), now=NOW) == 3
    assert not Benefit.objects.exists()


def test_attendance_waits_for_the_forum_and_takes_no_nonsense():
    with pytest.raises(NotNow):
        record_attendance(benefits.forum().pk, came={}, actor=make.user("global"), now=NOW)
    forum, guest = held_with(make.factory())
    with pytest.raises(InvalidGuestField):
        record_attendance(forum.pk, came={guest.pk: -1}, actor=make.user("global"), now=NOW)
    with pytest.raises(BenefitOutOfReach):
        record_attendance(forum.pk, came={guest.pk: 1}, actor=make.user(Role.ADVISER), now=NOW)


def test_of_a_regional_forum_each_country_sees_its_own_guests():
    forum = benefits.forum(countries=("KH", "VN"))
    for country in ("KH", "VN"):
        benefits.invited(forum, make.factory(f"{country}-1", country=country))
    seen = {
        person: [one.factory.code for one in guests_of(person, forum.pk)]
        for person in (make.user(Role.MANAGER), make.user(Role.ADVISER, country="VN"), make.user("global"))
    }

    assert list(seen.values()) == [["KH-1"], ["VN-1"], ["KH-1", "VN-1"]]
    assert [tallies(person, [forum.pk])[forum.pk].invited for person in seen] == [1, 1, 2]
    assert not forums_visible_to(make.user("inspector")).exists()


def test_a_forum_moved_or_cancelled_is_told_to_the_guests_that_would_have_come():
    forum, guests = benefits.forum(), [make.factory(), make.factory(), make.brand(), make.brand()]
    coming, declined, buying, staying = guests
    people = [
        make.user("factory", factory=coming), make.user("factory", factory=declined),
        make.user("brand", brand=buying), make.user("brand", brand=staying),
    ]  # fmt: skip
    for one, person in zip(guests, people, strict=True):
        guest = benefits.invited(forum, one)
        if one in (declined, staying):
            invitations.decline_invitation(guest.pk, actor=person, now=NOW)
    organiser = make.user("global")
    later = benefits.plan(starts_at=AHEAD + timedelta(days=1), place="Kampot")
    forums.change_forum(forum.pk, plan=later, actor=organiser, now=NOW)
    forums.cancel_forum(forum.pk, reason="Flood", actor=organiser, now=NOW)
    tell()

    for said in (
        f"{forum.name} is now on 21 June 2030, at Kampot",
        f"{forum.name} on 21 June 2030 does not take place",
    ):
        assert [inbox(person).count(said) for person in people] == [1, 0, 1, 0]


def test_a_brand_is_told_of_its_invitation_and_of_nobody_elses(client):
    forum, brand, other = benefits.forum(), make.brand("Northwind"), make.brand("Southwind")
    mine, theirs, organiser = (
        make.user("brand", brand=brand),
        make.user("brand", brand=other),
        make.user("global"),
    )
    colleague = make.user("brand", brand=brand)
    benefits.invited(forum, other, by=organiser)
    guest = benefits.invited(forum, brand, by=organiser)
    tell()
    tell()  # once each, however often it is carried out

    said = f"Northwind is invited to {forum.name} on 20 June 2030"
    assert inbox(mine) == inbox(colleague) == [said]
    assert inbox(theirs) == [f"Southwind is invited to {forum.name} on 20 June 2030"]
    assert inbox(organiser) == []
    client.force_login(mine)
    page = client.get(reverse("inbox")).content.decode()
    address = reverse("benefits:forum", kwargs={"forum_id": forum.pk})
    assert f'href="{address}"' in page
    assert client.get(address).status_code == 200

    invitations.withdraw_invitation(guest.pk, actor=organiser, now=NOW)
    assert inbox(mine) == []  # an invitation that was taken back is gone from here too


def test_telling_many_brands_asks_as_often_as_telling_one():
    forum, organiser = benefits.forum(), make.user("global")

    def invited(number):
        for _ in range(number):
            brand = make.brand()
            make.user("brand", brand=brand)
            benefits.invited(forum, brand, by=organiser)

    invited(1)
    with reading() as few:
        tell()
    invited(12)
    with reading() as many:
        tell()

    assert len(many) == len(few)
