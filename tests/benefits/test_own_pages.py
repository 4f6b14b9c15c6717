"""What a guest reads first, and what the lists say of a forum that is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Role
from benefits.commands.forums import cancel_forum
from benefits.models import Forum
from tests import make
from tests.benefits import make as benefits
from tests.make import NOW

pytestmark = pytest.mark.django_db


def called_off(forum: Forum) -> Forum:
    cancel_forum(forum.pk, reason="The venue was flooded.", actor=make.user(Role.GLOBAL), now=NOW)
    return forum


@pytest.mark.parametrize("guest", [Role.FACTORY, Role.BRAND])
def test_what_waits_for_an_answer_comes_first_and_the_soonest_before_it(client, guest):
    brand, factory = make.brand(), make.factory("KH-00001")
    benefits.recognised(factory)
    later = benefits.forum(name="Later", starts_at=benefits.AHEAD + timedelta(days=9))
    soon, off, held = benefits.forum(name="Soon"), benefits.forum(name="Off"), benefits.forum(name="Held")
    for forum in (later, soon, off, held):
        benefits.invited(forum, brand if guest == Role.BRAND else factory)
    called_off(off)
    Forum.objects.filter(pk=held.pk).update(state="held", starts_at=NOW, ends_at=NOW + timedelta(hours=8))
    belongs = {"brand": brand} if guest == Role.BRAND else {"factory": factory}
    client.force_login(make.user(guest, **belongs))

    page = client.get(reverse("benefits:forums" if guest == Role.BRAND else "benefits:own"))

    assert [one["forum"].name for one in page.context["guests"]] in (
        ["Soon", "Off", "Later"],
        ["Off", "Soon", "Later"],
    )
    assert [one["forum"].name for one in page.context["past"]] == ["Held"]


def test_a_package_does_not_say_invited_of_a_forum_that_was_called_off(client):
    public = benefits.recognised(make.factory("KH-00001"))
    forum = benefits.forum()
    benefits.invited(forum, public.factory)
    client.force_login(make.user(Role.MANAGER))
    address = reverse("benefits:package", args=[public.pk])
    assert "Invited" in client.get(address).content.decode()

    called_off(forum)

    page = client.get(address).content.decode()
    assert "Cancelled" in page
    assert "Invited" not in page.partition('id="forums"')[2].partition("</section>")[0]


def test_no_address_is_spoken_of_before_there_is_one(client):
    client.force_login(make.user(Role.BRAND, brand=make.brand()))
    address = reverse("benefits:calendar")
    assert "Subscribe to this address" not in client.get(address).content.decode()

    client.post(address, {"act": "make"})

    assert "Subscribe to this address" in client.get(address).content.decode()
