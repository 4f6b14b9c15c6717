"""A factory's own people: where it stands, what to do next, who may read."""

from __future__ import annotations

import pytest
from django.urls import reverse

from factories.models import Factory
from tests import make
from tests.portal.world import judged, refreshed
from tests.recognition.make import eligible_factory

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


@pytest.fixture
def rosa(client, programme):
    client.force_login(make.user("factory", factory=programme.supplier))
    return client


@pytest.mark.parametrize("role", ["factory", "worker"])
def test_a_factory_reads_what_is_missing_and_what_to_do_next(client, programme, role):
    client.force_login(make.user(role, factory=programme.supplier))

    page = text(client.get(reverse("progress")))

    assert "Next steps" in page
    assert "ublicly reported issue" in page
    assert "You meet" in page
    assert text(client.get(reverse("factory", args=["KH-00001"]))).count("Next steps") == 1


def test_a_group_sees_its_factories_each_in_one_line(client, programme):
    group = make.group()
    Factory.objects.filter(code__in=["KH-00001", "KH-00002"]).update(group=group)
    client.force_login(make.user("group", group=group))

    page = text(client.get(reverse("progress")))

    assert programme.supplier.name in page
    assert programme.quiet.name in page
    assert programme.stranger.name not in page


def test_somebody_without_a_factory_is_told_whom_to_ask(client, db):
    client.force_login(make.user("factory"))

    assert "Ask your enterprise adviser" in text(client.get(reverse("progress")))


@pytest.mark.parametrize("role", ["brand", "inspector", "adviser", "global", "admin"])
def test_the_progress_page_does_not_exist_for_others(client, db, role):
    client.force_login(make.user(role))

    assert client.get(reverse("progress")).status_code == 404


def test_a_worker_representative_reads_nothing_of_zero_tolerance_cases(client):
    factory = eligible_factory()
    make.case(factory, trigger="SECRET-TRIGGER")
    judged(factory)
    refreshed()
    client.force_login(make.user("worker", factory=factory))

    page = text(client.get(reverse("progress")))

    assert "C5-OPEN" not in page
    assert "ero-tolerance" not in page
    assert "Every criterion shown here is met" in page  # and no word that the verdict is another


def test_the_manager_reads_that_a_case_stands_in_the_way(client):
    factory = eligible_factory()
    make.case(factory)
    judged(factory)
    refreshed()
    client.force_login(make.user("factory", factory=factory))

    assert "C5-OPEN" in text(client.get(reverse("progress")))


def test_worker_representatives_read_who_has_access_and_do_not_give_it(client, programme):
    client.force_login(make.user("worker", factory=programme.supplier))

    assert "Northwind" in text(client.get(reverse("progress")))
    page = text(client.get(reverse("report_access", args=["KH-00001"])))
    assert "Northwind" in page
    assert "Withdraw consent" not in page
    for route in ("grant_access", "withdraw_access"):
        address = reverse(route, args=["KH-00001", programme.brand.pk])
        assert client.post(address, {"scope": "plan", "until_on": "2018-12-31"}).status_code == 404


def test_a_factory_of_which_nothing_is_known_reads_no_broken_sentence(client, db):
    client.force_login(make.user("factory", factory=make.factory()))

    page = client.get(reverse("progress")).content.decode()

    assert "Nothing is published yet" in page
    assert "publicly reported issues were found" not in page


@pytest.mark.parametrize("role", ["factory", "worker"])
def test_both_sides_are_led_from_their_factorys_page_to_the_plan_its_items_and_the_agenda(client, role):
    mill = make.factory()
    item = make.plan_item(mill, ref="exits", issue="Exit locked", status="in_progress")
    client.force_login(make.user(role, factory=mill))

    page = client.get(reverse("progress")).content.decode()

    for route, arguments in (
        ("advisory:plan", [mill.code]),
        ("advisory:item", [mill.code, item.pk]),
        ("committees:agenda", [mill.code]),
    ):
        assert f'href="{reverse(route, args=arguments)}"' in page
