"""What a kept answer must not become: a secret for who lost the right to it, or room for whatever is sent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import IdempotentCall, Role
from factories.models import Consent, Membership
from tests import make
from tests.api.test_idempotency import ADDRESS, KEY, SENT, send
from tests.make import NOW

pytestmark = pytest.mark.django_db


def left_the_brand(person):
    Membership.objects.filter(user=person).delete()


def has_another_role(person):
    person.role = Role.ADVISER
    person.save()


def has_an_administrator_above(person):
    brand = Membership.objects.get(user=person).brand
    other = make.user("brand", brand=brand)
    Membership.objects.filter(user=other).update(is_administrator=True)


@pytest.mark.parametrize("lost", [left_the_brand, has_another_role, has_an_administrator_above])
def test_a_secret_is_not_told_again_to_who_keeps_the_webhook_no_longer(linh, program, lost):
    brand = program(linh)
    made = send(brand).json()
    rotation = f"{ADDRESS}{made['id']}/rotate-secret/"
    seen = brand.get(f"{ADDRESS}{made['id']}/").json()["secret_version"]
    assert "whsec_" in send(brand, {"seen": seen}, to=rotation).content.decode()
    assert "whsec_" in send(brand, {"seen": seen}, to=rotation).content.decode()

    lost(linh)

    for again in (send(brand), send(brand, {"seen": seen}, to=rotation)):
        assert again.status_code == 404
        assert again.headers["Content-Type"] == "application/problem+json"
        assert "whsec_" not in again.content.decode()


def test_a_commitment_is_not_told_again_once_the_factory_shares_nothing(linh, program):
    brand, mill = Membership.objects.get(user=linh).brand, make.factory()
    make.sourcing(brand, mill)
    make.consent(brand, mill)
    body = {
        "id": "6a3c7a80-6f53-4c40-9a1c-6d9f6b3d5a10", "factory": mill.code, "kind": "payment", "text": "OURS",
        "due_on": (timezone.localdate() + timedelta(days=60)).isoformat(),
    }  # fmt: skip
    northwind = program(linh)
    made = send(northwind, body, to="/api/v1/commitments/")
    assert made.status_code == 201, made.content
    assert send(northwind, body, to="/api/v1/commitments/").content == made.content

    Consent.objects.update(ended_at=NOW)

    assert send(northwind, body, to="/api/v1/commitments/").status_code == 404


def test_a_closed_account_is_told_nothing(linh, program):
    brand = program(linh)
    send(brand)
    linh.is_active = False
    linh.save()

    assert send(brand).status_code == 401


def test_the_longest_refusal_that_is_kept_is_counted_in_characters(linh, program):
    brand = program(linh)
    kinds = SENT | {"kinds": ["ខ" * 12_000]}  # three bytes each

    refused, again = send(brand, kinds), send(brand, kinds)

    assert refused.status_code == again.status_code == 400
    assert len(refused.content) > 16_000 > len(refused.content.decode())
    assert again.headers["Idempotency-Replayed"] == "true"


def test_a_refusal_that_repeats_what_was_sent_fills_no_table(linh, program):
    brand = program(linh)
    long = SENT | {"kinds": ["x" * 1_000_000]}

    refused, again = send(brand, long), send(brand, long)

    assert refused.status_code == again.status_code == 400
    assert not IdempotentCall.objects.exists()
    assert send(brand, SENT, key=KEY).status_code == 201
