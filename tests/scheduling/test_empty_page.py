"""The page of the plan before there is one: who can make it is offered to, the others are told who can."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Role
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "offered"), [(Role.MANAGER, True), (Role.GLOBAL, True), (Role.ADVISER, False)]
)
def test_the_first_plan_is_offered_to_those_who_may_make_it(client, role, offered):
    client.force_login(make.user(role))

    page = client.get(reverse("scheduling:plan")).content.decode()

    assert "There is no plan yet" in page
    assert ("Make the plan" in page) is offered
    assert "Plan again" not in page
    assert ("The country manager or the global team makes the first one" in page) is not offered
