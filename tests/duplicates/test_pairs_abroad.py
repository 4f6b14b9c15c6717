"""Pairs and merges whose two records came to stand in two countries."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from duplicates.commands.merging import merge_factories
from factories import commands
from factories.models import Factory
from tests import make
from tests.duplicates.merging import LATER, pair_of, twins

pytestmark = pytest.mark.django_db


def browser_of(country: str) -> Client:
    made = Client(enforce_csrf_checks=True)
    made.force_login(make.user(Role.MANAGER, country=country))
    return made


@pytest.mark.parametrize("country", ["KH", "VN"])
def test_a_pair_in_two_countries_is_no_managers_of_one_of_them(country):
    first, second = twins()
    pair = pair_of(first, second)
    make.country("VN")
    commands.correct_country(second.pk, country="VN", reason="It stands there", actor=None, now=LATER)

    page = browser_of(country).get(reverse("duplicates:pair", kwargs={"pair_id": pair.pk}))

    assert page.status_code == 404


def test_a_merge_whose_kept_record_left_the_country_is_not_taken_back_by_one_country():
    kept, dropped = twins()
    merge = merge_factories(pair_of(kept, dropped).pk, keep_id=kept.pk, actor=None, now=LATER)
    Factory.every.filter(pk=kept.pk).update(country=make.country("VN"))

    for country in ("KH", "VN"):
        page = browser_of(country).get(reverse("duplicates:merge", kwargs={"merge_id": merge.pk}))
        assert page.status_code == 404
