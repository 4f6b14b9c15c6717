"""One plan with one conversation for all brands that may read it: who reads what, whose name, and until when."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Notice
from buyers.commands.plan_comments import comment_on_plan
from buyers.models import PlanComment
from duplicates.commands.merging import merge_factories
from factories.commands import merge_brands, withdraw_consent
from factories.models import Consent
from journal.models import Event
from notifications.notices import notify_people
from portal.projections import refresh_reports
from tests import make
from tests.duplicates.merging import pair_of
from tests.make import NOW
from tests.obligations.cast import has
from tests.portal.world import reading

pytestmark = pytest.mark.django_db
CODE = "KH-00041"
URL = f"/factories/{CODE}/shared-plan/"


@pytest.fixture
def programme():
    """A mill whose plan two brands read, one that reads findings only, and one that reads nothing."""
    with time_machine.travel(NOW, tick=False):
        mill = make.factory(CODE, name="Shared Mill")
        adviser = make.user("adviser")
        make.assessment(mill, team=[adviser])
        make.plan_item(mill, "exit", issue="Locked exit")
        make.plan_item(mill, "water", issue="No water")
        people = {"adviser": adviser, "manager": make.user("manager")}
        for name, scope in (("north", "plan"), ("south", "plan"), ("east", "findings"), ("west", "")):
            brand = make.brand(f"{name.title()}wind")
            make.sourcing(brand, mill)
            if scope:
                make.consent(brand, mill)
                Consent.objects.filter(brand=brand).update(scope=scope)
            people |= {name: make.user("brand", brand=brand), f"{name}_brand": brand}
        people |= {role: make.user(role, factory=mill) for role in ("factory", "worker")}
        refresh_reports()
        yield SimpleNamespace(mill=mill, **people)


def commented(programme, who, text, *, brand=None, ref="exit", signed=False, now=NOW, once=None):
    brand = getattr(programme, f"{who}_brand", brand)
    return comment_on_plan(
        programme.mill.pk, comment_id=once or uuid4(), ref=ref, brand_id=brand.pk if brand else None, text=text,
        is_signed=signed, actor=getattr(programme, who), now=now,
    )  # fmt: skip


def page(person, url=URL):
    client = Client()
    client.force_login(person)
    return client.get(url)


def read(person):
    return page(person).content.decode()


def test_a_brand_comments_by_the_page_and_the_factory_answers_once_for_all(programme):
    def sent(person, text, **more):
        client = Client(enforce_csrf_checks=True)
        client.force_login(person)
        form = client.get(URL).content.decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        once = re.search(r'name="once" value="([^"]+)"', form)
        data = {"once": once[1], "ref": "exit", "text": text, "csrfmiddlewaretoken": token[1], **more}
        answers = [client.post(URL, data) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]

    sent(programme.north, "ASKED-NORTH", brand=programme.north_brand.pk)
    sent(programme.factory, "ANSWERED-ONCE")

    assert PlanComment.objects.count() == 2
    for reader in ("north", "south", "factory", "worker", "adviser", "manager"):
        text = read(getattr(programme, reader))
        assert "ASKED-NORTH" in text
        assert "ANSWERED-ONCE" in text
    kinds = list(
        Event.objects.filter(kind__startswith="plan_comment.").order_by("pk").values_list("kind", flat=True)
    )
    assert kinds == ["plan_comment.written", "plan_comment.answered"]


@pytest.mark.parametrize("name", ["east", "west"])
def test_who_may_not_read_the_plan_finds_no_page_and_writes_nothing(programme, name):
    assert page(getattr(programme, name)).status_code == 404
    client = Client()
    client.force_login(getattr(programme, name))
    data = {"once": str(uuid4()), "ref": "exit", "text": "x", "brand": getattr(programme, f"{name}_brand").pk}
    assert client.post(URL, data).status_code == 404
    assert not PlanComment.objects.exists()


def test_a_name_is_the_factorys_and_the_programmes_and_other_brands_only_where_it_is_shown(programme):
    commented(programme, "north", "QUIET-WORDS")
    for reader in ("factory", "worker", "adviser", "manager", "north"):
        assert "Northwind" in read(getattr(programme, reader))
    other = read(programme.south)
    assert "QUIET-WORDS" in other
    assert "Northwind" not in other
    assert "A brand" in other

    commented(programme, "north", "SIGNED-WORDS", signed=True)
    assert "Northwind" in read(programme.south)


def test_with_the_consent_the_conversation_ends_for_the_brand_and_its_words_for_other_brands(programme):
    commented(programme, "north", "NORTH-WORDS", signed=True)
    commented(programme, "factory", "ANSWER-STAYS", now=NOW + timedelta(minutes=1))
    consent = Consent.objects.get(brand=programme.north_brand)

    withdraw_consent(
        programme.mill.pk, brand_id=consent.brand_id, actor=programme.factory, now=NOW + timedelta(minutes=2)
    )

    assert page(programme.north).status_code == 404
    other = read(programme.south)
    assert "NORTH-WORDS" not in other
    assert "Northwind" not in other
    assert "ANSWER-STAYS" in other
    assert "NORTH-WORDS" in read(programme.factory)
    assert "NORTH-WORDS" in read(programme.adviser)


def test_a_comment_waits_for_the_factory_until_it_is_answered_or_the_brand_no_longer_reads(programme):
    commented(programme, "north", "?")
    assert has(programme.factory, "plan_comment")
    assert not has(programme.worker, "plan_comment")
    Consent.objects.filter(brand=programme.north_brand).update(scope="findings")
    assert not has(programme.factory, "plan_comment")
    Consent.objects.filter(brand=programme.north_brand).update(scope="plan")
    commented(programme, "adviser", "!", now=NOW + timedelta(minutes=1))
    assert not has(programme.factory, "plan_comment")


def test_people_are_notified_of_what_concerns_them(programme):
    commented(programme, "north", "?")
    commented(programme, "factory", "!", now=NOW + timedelta(minutes=1))
    notify_people([], now=NOW)

    told = {
        (n.person_id, n.event.kind) for n in Notice.objects.filter(event__kind__startswith="plan_comment.")
    }
    assert (programme.factory.pk, "plan_comment.written") in told
    assert (programme.adviser.pk, "plan_comment.written") in told
    assert {person for person, kind in told if kind == "plan_comment.answered"} == {
        programme.north.pk, programme.south.pk,
    }  # fmt: skip
    assert URL in read_inbox(programme.south)


def read_inbox(person):
    return page(person, reverse("inbox")).content.decode()


def test_an_empty_comment_or_an_item_that_is_gone_is_said_and_keeps_the_words(programme):
    client = Client()
    client.force_login(programme.north)
    data = {"once": str(uuid4()), "ref": "exit", "text": "", "brand": programme.north_brand.pk}
    empty = client.post(URL, data)
    assert empty.status_code == 422
    gone = client.post(URL, {**data, "ref": "never", "text": "KEPT"})
    assert gone.status_code == 409
    assert "KEPT" in gone.content.decode()
    assert not PlanComment.objects.exists()


def test_comments_move_with_merged_brands_and_factories(programme):
    commented(programme, "north", "MOVED-WORDS")
    into = programme.south_brand
    merge_brands(programme.north_brand.pk, into_id=into.pk, reason="One", actor=None, now=NOW)
    assert PlanComment.objects.get().brand == programme.south_brand
    other = make.factory("KH-00042", name="Shared Mill Two")
    make.plan_item(other, "exit")
    merge_factories(pair_of(other, programme.mill).pk, keep_id=other.pk, actor=None, now=NOW)
    moved = PlanComment.objects.get()
    assert moved.factory_id == other.pk
    assert moved.ref == f"exit {CODE}"  # as its item is called now


def test_the_page_costs_the_same_for_many_comments(programme):
    with reading() as few:
        read(programme.south)
    for number in range(20):
        commented(programme, "north", f"Words {number}", ref=("exit", "water")[number % 2])
        commented(programme, "factory", f"Answer {number}", now=NOW + timedelta(minutes=number))
    with reading() as many:
        read(programme.south)
    assert len(many) - len(few) <= 1  # whether the other brands read the plan: asked where there are any
