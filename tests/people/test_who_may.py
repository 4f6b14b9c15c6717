"""Who may invite, see and end whom: nobody hands out more than they have."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from factories.models import Factory, Membership
from factories.queries import visible_to
from journal.models import Event
from people import commands
from people.commands.guards import AccountOutOfReach, OwnAccount
from people.domain.invitation_rows import InvitationRow
from people.policies import people_visible_to
from tests import make
from tests.people.make import administrator, browser, fill_in

pytestmark = pytest.mark.django_db


def invite(actor, role, *places, email="new@example.org"):
    """How the list's command answers; the codes of its problems."""
    row = InvitationRow(2, email, "New", role, "en", tuple(places))
    done = commands.invite_people([row], actor=actor, now=timezone.now())
    outcome = getattr(done, "value", done)
    return {problem.code for problem in outcome.problems}


@pytest.fixture
def world(db):
    group = make.group("Lantern")
    mill = make.factory("KH-00017", name="Lotus Mill")
    Factory.objects.filter(pk=mill.pk).update(group=group)
    far = make.factory("VN-00003", country="VN", name="Far Mill")
    return {
        "mill": mill, "far": far, "group": group, "brand": make.brand("Northwind"), "other": make.brand("Southwind"),
    }  # fmt: skip


def test_a_country_manager_invites_for_their_country_alone(world):
    manager = make.user("manager")

    allowed = {
        ("adviser", ("country", "KH")), ("reviewer", ("country", "KH")), ("inspector", ("country", "KH")),
        ("factory", ("factory", "KH-00017")), ("worker", ("factory", "KH-00017")), ("group", ("group", "Lantern")),
    }  # fmt: skip
    refused = {
        ("adviser", ("country", "VN")), ("factory", ("factory", "VN-00003")), ("manager", ("country", "KH")),
        ("brand", ("brand", "Northwind")),
    }  # fmt: skip
    for number, (role, place) in enumerate(sorted(allowed)):
        assert invite(manager, role, place, email=f"a{number}@example.org") == set(), (role, place)
    for number, (role, place) in enumerate(sorted(refused)):
        assert invite(manager, role, place, email=f"r{number}@example.org") != set(), (role, place)
    for role in ("admin", "global"):
        assert invite(manager, role) == {"not_yours"}
    assert User.objects.filter(email__startswith="r").exclude(role="manager").count() == 0


def test_what_is_out_of_reach_reads_like_what_does_not_exist(world):
    manager = make.user("manager")

    far = invite(manager, "factory", ("factory", "VN-00003"))
    none = invite(manager, "factory", ("factory", "VN-77777"))

    assert far == none == {"unknown_factory"}


def test_a_brands_administrator_invites_colleagues_and_nobody_elses(world):
    ana = make.user("brand", brand=world["brand"], name="Ana")
    plain = make.user("brand", brand=world["brand"], name="Plain")
    stranger = make.user("brand", brand=world["other"], name="Stranger")
    Membership.objects.filter(user=ana).update(is_administrator=True)

    assert invite(ana, "brand", ("brand", "Northwind")) == set()
    assert invite(ana, "brand", ("brand", "Southwind"), email="x@example.org") == {"unknown_brand"}
    assert invite(ana, "adviser", ("country", "KH"), email="y@example.org") == {"not_yours"}
    names = set(people_visible_to(ana).values_list("name", flat=True))
    assert names == {"Ana", "Plain", "New"}
    page = browser(ana)
    assert page.get(reverse("people:list")).status_code == 200
    assert page.get(reverse("people:person", kwargs={"user_id": stranger.pk})).status_code == 404
    assert browser(plain).get(reverse("people:list")).status_code == 404


def test_a_factorys_administrator_removes_a_colleague_and_not_themself(world):
    lim = make.user("factory", factory=world["mill"], name="Lim")
    worker = make.user("worker", factory=world["mill"], name="Worker")
    Membership.objects.filter(user=lim).update(is_administrator=True)
    row = Membership.objects.get(user=worker)
    own = Membership.objects.get(user=lim)

    answer = fill_in(
        browser(lim), reverse("people:end_place", kwargs={"membership_id": row.pk}), reason="Left"
    )

    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.ended_by, row.reason) == (lim, "Left")
    assert not visible_to(worker).exists()
    address = reverse("people:end_place", kwargs={"membership_id": own.pk})
    assert browser(lim).get(address).status_code == 404
    with pytest.raises(OwnAccount):
        commands.end_place(own.pk, reason="x", actor=lim, now=timezone.now())


def test_nobody_closes_an_account_that_is_partly_out_of_reach(world):
    manager = make.user("manager")
    both = make.user("adviser", name="Both")
    make.place_at(both, country=make.country("VN"))

    page = browser(manager).get(reverse("people:person", kwargs={"user_id": both.pk}))
    assert page.status_code == 200
    assert "Viet" not in page.content.decode()  # a place abroad is not even named
    assert not page.context["decides"]
    with pytest.raises(AccountOutOfReach):
        commands.close_account(both.pk, reason="Left", actor=manager, now=timezone.now())
    here = Membership.objects.get(user=both, country="KH")
    commands.end_place(here.pk, reason="Moved", actor=manager, now=timezone.now())
    assert {one.pk for one in people_visible_to(manager)} & {both.pk} == set()


@pytest.mark.parametrize("role", ["adviser", "reviewer", "inspector", "worker", "brand", "factory", "group"])
def test_the_list_of_people_does_not_exist_for_others(world, role):
    place = {
        "brand": {"brand": world["brand"]}, "factory": {"factory": world["mill"]},
        "worker": {"factory": world["mill"]}, "group": {"group": world["group"]},
    }.get(role, {})  # fmt: skip
    client = browser(make.user(role, **place))

    for name in ("list", "invite", "import", "template", "export"):
        assert client.get(reverse(f"people:{name}")).status_code == 404, name


def test_a_place_gives_nothing_before_it_begins_and_after_it_ends(world):
    today = timezone.now().date()
    early = User.objects.create_user("early@example.org", role="adviser", name="Early")
    late = User.objects.create_user("late@example.org", role="adviser", name="Late")
    kh = make.country("KH")
    make.place_at(early, country=kh, from_on=today + timedelta(days=2))
    make.place_at(late, country=kh, from_on=today - timedelta(days=9), until_on=today - timedelta(days=2))

    assert not visible_to(early).exists()
    assert not visible_to(late).exists()


@pytest.mark.parametrize(("country", "hour"), [("KH", 17), ("HT", 5)])
def test_a_place_begins_and_ends_with_the_day_of_its_country(world, country, hour, time_machine):
    """A day begins at 17:00 UTC of the day before in Cambodia, at 05:00 UTC in Haiti (in winter)."""
    from datetime import UTC, date, datetime

    make.country(country)
    person = User.objects.create_user("p@example.org", role="adviser", name="P")
    factory = make.factory(f"{country}-5", country=country)
    begins = datetime(2027, 1, 9 if hour > 12 else 10, hour, tzinfo=UTC)
    from factories.queries.memberships.places import PlaceRef

    commands.give_places_to(
        person.pk,
        places=[PlaceRef("country", country)],
        from_on=date(2027, 1, 10),
        until_on=date(2027, 1, 11),
        actor=administrator(),
        now=datetime(2027, 1, 1, tzinfo=UTC),
    )

    for moment, seen in [
        (begins - timedelta(seconds=1), False),
        (begins, True),
        (begins + timedelta(days=2, seconds=-1), True),
        (begins + timedelta(days=2), False),
    ]:
        time_machine.move_to(moment, tick=False)
        assert visible_to(person).filter(pk=factory.pk).exists() is seen, moment


def test_a_place_that_is_over_is_begun_anew_and_its_history_stays(world):
    from datetime import date

    from factories.queries.memberships.places import PlaceRef

    person = User.objects.create_user("p@example.org", role="adviser", name="P")
    make.place_at(person, country=make.country("KH"), until_on=date(2016, 1, 1))

    for _twice in range(2):
        commands.give_places_to(
            person.pk, places=[PlaceRef("country", "KH")], actor=administrator(), now=timezone.now()
        )

    assert Membership.objects.filter(user=person).count() == 2
    assert visible_to(person).exists()


def test_two_people_of_one_name_differ_in_the_journal(world):
    first, second = administrator("Ada"), administrator("Ada")
    person = make.user("inspector", name="Ivy")
    client = browser(first)

    commands.close_account(person.pk, reason="Left", actor=second, now=timezone.now())

    page = client.get(reverse("people:person", kwargs={"user_id": person.pk})).content.decode()
    assert f"Ada &lt;{second.email}&gt;" in page
    assert f"Ada &lt;{first.email}&gt;" not in page


def test_a_name_can_be_changed_and_the_former_one_is_kept(world):
    ada = administrator("Ada")

    answer = fill_in(browser(ada), reverse("profile"), name="Ada Lovelace", language="en")

    assert answer.status_code == 302
    ada.refresh_from_db()
    assert ada.name == "Ada Lovelace"
    assert Event.objects.get(kind="user.renamed").data == {}  # a name is no part of the chain


def test_the_list_searches_filters_pages_and_exports_what_it_shows(world, django_assert_max_num_queries):
    ada = administrator()
    for number in range(120):
        make.user("inspector", name=f"Person {number:03}")
    client = browser(ada)
    client.get(reverse("people:list"))  # the day's visit is noted

    with django_assert_max_num_queries(12):
        page = client.get(reverse("people:list"), {"role": "inspector"})
    names = [row["row"].name for row in page.context["people"]]
    while page.context["next_url"]:
        page = client.get(reverse("people:list") + page.context["next_url"])
        names += [row["row"].name for row in page.context["people"]]
    assert names == [f"Person {number:03}" for number in range(120)]

    exported = client.get(reverse("people:export"), {"role": "inspector", "q": "person 01"})
    lines = b"".join(exported.streaming_content).decode().splitlines()
    shown = client.get(reverse("people:list"), {"role": "inspector", "q": "person 01"})
    assert len(lines) - 1 == shown.context["counted"].number >= 10
    found = client.get(reverse("people:list"), {"q": "cambodia"})
    assert found.context["counted"].number == 120
    closed = client.get(reverse("people:list"), {"state": "closed"})
    assert closed.context["counted"].number == 0


def test_who_was_seen_is_noted_once_a_day(world):
    ada = administrator()
    User.objects.filter(pk=ada.pk).update(last_seen_on=None)
    client = browser(ada)

    client.get(reverse("people:list"))
    ada.refresh_from_db()

    assert ada.last_seen_on == timezone.now().date()
