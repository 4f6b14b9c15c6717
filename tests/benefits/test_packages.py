"""A package: promised, delivered, cancelled, closed with its recognition; by whom, how often, and when not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Role, User
from benefits.commands import packages
from benefits.commands.packages import (
    NoSuchBenefit,
    RecognitionNotPublic,
    SettledAlready,
    WordsMissing,
    WrongDay,
)
from benefits.models import Benefit, Invitation
from benefits.policies import BenefitOutOfReach
from benefits.queries.packages import packages_visible_to, standings_of
from factories.models import Membership
from journal.commands import Unchanged
from journal.models import Event
from recognition.commands import lifecycle
from recognition.models import Recognition
from scheduling.models import PlannedAssessment, PlanRun
from scheduling.queries.schedule_inputs import plan_rules
from tests import make
from tests.benefits import make as benefits
from tests.make import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def public() -> Recognition:
    return benefits.recognised(make.factory("KH-00001"))


@pytest.fixture
def manager() -> User:
    return make.user(Role.MANAGER)


def add(to: Recognition, actor: User, **said: Any) -> Any:
    said = {"kind": "profile", "note": "Autumn issue", "due_on": date(2018, 9, 1), **said}
    return packages.add_benefit(to.pk, actor=actor, now=NOW, **said)


def told(kind: str) -> int:
    return Event.objects.filter(kind=kind).count()


def test_a_promise_made_twice_is_made_once(public, manager):
    made = add(public, manager)

    assert add(public, manager) == Unchanged(made)
    assert add(public, manager, due_on=None) != Unchanged(made)
    assert Benefit.objects.count() == 2
    assert told("benefit.added") == 2


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"kind": "interval"}, NoSuchBenefit),
        ({"kind": "listing"}, NoSuchBenefit),
        ({"kind": "gold"}, NoSuchBenefit),
        ({"due_on": TODAY - timedelta(1)}, WrongDay),
    ],
)
def test_what_cannot_be_promised_is_refused(public, manager, said, refusal):
    with pytest.raises(refusal):
        add(public, manager, **said)
    assert not Benefit.objects.exists()


@pytest.mark.parametrize("state", ["confirmed", "suspended", "withdrawn"])
def test_only_a_public_recognition_is_given_more(state):
    found = benefits.recognised(make.factory(), state)

    with pytest.raises(RecognitionNotPublic):
        add(found, make.user(Role.GLOBAL))


SETTLING: dict[str, Callable[[Any, User], Any]] = {
    "deliver": lambda line, actor: packages.deliver_benefit(
        line.pk, delivered_on=TODAY, what="Two days", actor=actor, now=NOW
    ),
    "cancel": lambda line, actor: packages.cancel_benefit(line.pk, reason="Ill", actor=actor, now=NOW),
}


@pytest.mark.parametrize(("act", "state"), [("deliver", "delivered"), ("cancel", "cancelled")])
def test_a_line_is_settled_once(public, manager, act, state):
    line = benefits.line(public.pk)

    assert SETTLING[act](line, manager) == line.pk
    assert SETTLING[act](line, manager) == Unchanged(line.pk)
    line.refresh_from_db()
    assert (line.state, line.settled_by) == (state, manager)
    assert told(f"benefit.{state}") == 1
    (other,) = SETTLING.keys() - {act}
    with pytest.raises(SettledAlready):
        SETTLING[other](line, manager)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [({"delivered_on": TODAY + timedelta(1)}, WrongDay), ({"what": " "}, WordsMissing)],
)
def test_a_delivery_that_cannot_be_is_refused(public, manager, said, refusal):
    line = benefits.line(public.pk)

    with pytest.raises(refusal):
        packages.deliver_benefit(
            line.pk, **{"delivered_on": TODAY, "what": "Two days", **said}, actor=manager, now=NOW
        )


@pytest.mark.parametrize("act", SETTLING)
def test_only_those_who_decide_in_the_country_settle(public, act):
    line = benefits.line(public.pk)

    for stranger in (
        make.user(Role.ADVISER),
        make.user(Role.MANAGER, country="VN"),
        make.user(Role.FACTORY, factory=public.factory),
        make.user(Role.BRAND, brand=make.brand()),
    ):
        with pytest.raises(BenefitOutOfReach):
            SETTLING[act](line, stranger)
    assert not told("benefit.delivered") + told("benefit.cancelled")


@pytest.mark.parametrize("end", ["withdrawn", "lapsed"])
def test_what_was_to_come_is_closed_with_the_recognition_in_the_same_moment(public, manager, end):
    coming, kept = benefits.line(public.pk), benefits.line(public.pk, note="Already")
    SETTLING["deliver"](kept, manager)
    ahead, held = benefits.forum(), benefits.forum("held")
    invited = benefits.invited(ahead, public.factory)
    was_there = Invitation.objects.create(
        forum=held, factory=public.factory, recognition=public, invited_at=NOW, invited_by=manager
    )
    other = benefits.invited(ahead, make.factory())

    if end == "withdrawn":
        lifecycle.withdraw_recognition(public.pk, reason="Over.", actor=make.user(Role.GLOBAL), now=NOW)
    else:
        bring_lapse(public)

    for row, state in [
        (coming, "closed"), (kept, "delivered"), (invited, "withdrawn"), (was_there, "invited"), (other, "invited"),
    ]:  # fmt: skip
        row.refresh_from_db()
        assert row.state == state
    assert (told("benefit.closed"), told("forum.uninvited")) == (1, 1)


def bring_lapse(public: Recognition) -> None:
    lifecycle.lapse_recognition(public.pk, now=NOW + timedelta(days=400))


def test_a_suspension_closes_nothing(public):
    line = benefits.line(public.pk)

    bring_suspension(public)

    line.refresh_from_db()
    assert line.state == "planned"


def bring_suspension(public: Recognition) -> None:
    lifecycle.suspend_recognition(public.pk, reason="Case.", actor=make.user(Role.GLOBAL), now=NOW)


def test_the_months_between_assessments_are_the_plan_s_own(public):
    (interval,) = [one.interval for one in standings_of([public])[public.pk] if one.interval]
    rules = plan_rules()

    assert (interval.months, interval.usual) == (rules.interval["recognised"], rules.interval["ordinary"])
    assert interval.longer

    plan = PlanRun.objects.create(
        as_of=TODAY, seed="1", rules={}, shift=[], kept=0, placed=0, unplaced=1, made_at=NOW
    )
    PlannedAssessment.objects.create(
        factory=public.factory, plan=plan, group="priority", due_on=TODAY, late_from=TODAY, opens_on=TODAY,
        closes_on=TODAY, state="unplaced", why="no_advisers",
    )  # fmt: skip
    (interval,) = [one.interval for one in standings_of([public])[public.pk] if one.interval]
    assert (interval.months, interval.longer) == (rules.interval["priority"], False)

    bring_suspension(public)
    public.refresh_from_db()
    assert standings_of([public])[public.pk] == []


def test_an_adviser_reads_the_package_of_a_public_recognition_only(public):
    adviser = make.user(Role.ADVISER)
    assert packages_visible_to(adviser).filter(pk=public.pk).exists()

    bring_suspension(public)

    assert not packages_visible_to(adviser).filter(pk=public.pk).exists()
    assert packages_visible_to(make.user(Role.MANAGER)).filter(pk=public.pk).exists()


def test_an_adviser_learns_of_no_withdrawal_by_what_it_closed(public, client):
    benefits.line(public.pk)
    lifecycle.withdraw_recognition(public.pk, reason="Over.", actor=make.user(Role.GLOBAL), now=NOW)

    for role, reads in ((Role.ADVISER, False), (Role.MANAGER, True)):
        client.force_login(make.user(role))
        page = client.get(reverse("factory", args=[public.factory.code])).content.decode()
        assert "enefit promised" in page
        assert ("closed with the recognition" in page) is reads


def test_a_worker_representative_reads_of_no_suspension(public, client):
    benefits.line(public.pk, note="Leading a line")
    manager, worker = (make.user(role, factory=public.factory) for role in (Role.FACTORY, Role.WORKER))
    bring_suspension(public)

    for person, reads in ((manager, True), (worker, False)):
        client.force_login(person)
        assert ("Leading a line" in client.get(reverse("benefits:own")).content.decode()) is reads


def test_who_left_the_factory_reads_nothing_more(public, client):
    person = make.user(Role.FACTORY, factory=public.factory)
    benefits.line(public.pk, note="Leading a line")
    Membership.objects.filter(user=person).delete()
    client.force_login(person)

    assert "Leading a line" not in client.get(reverse("benefits:own")).content.decode()
