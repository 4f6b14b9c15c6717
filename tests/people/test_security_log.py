"""The security log: what it holds, who reads it, when it forgets."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import Role, SecurityEvent
from accounts.sign_in.security_log import forget_security_events, network_of
from tests.accounts.people import PASSWORD, Browser, somebody

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def _unlimited():
    cache.clear()


def log(admin: Browser, chosen: str = "all") -> str:
    return " ".join(admin.get(f"/people/security/?list={chosen}").content.decode().split())


def test_sign_ins_and_refusals_stand_there_with_device_and_network_and_without_what_was_typed():
    dara = somebody(name="Dara Sok")
    phone = Browser(HTTP_USER_AGENT=PHONE, REMOTE_ADDR="203.0.113.77")
    phone.sign_in(dara, "not the password")
    phone.post("/sign-in/", {"login": "nobody@example.org", "password": "secret typed by mistake"})
    phone.sign_in(dara)

    admin = Browser()
    admin.sign_in(somebody(Role.ADMIN))
    seen = log(admin)
    assert "Dara Sok" in seen
    assert "Chrome · Android" in seen
    assert "203.0.113.0/24" in seen
    assert "203.0.113.77" not in seen
    assert "nobody@example.org" not in seen
    refused = SecurityEvent.objects.filter(kind="failed").values_list("user", flat=True)
    assert sorted(refused, key=str) == sorted([None, dara.pk], key=str)
    assert "no account" in log(admin, "refused")
    assert "Times are UTC." in seen


def test_resets_new_passwords_and_refused_tokens_stand_there():
    dara = somebody()
    browser = Browser()
    browser.post("/password/reset/", {"email": dara.email})
    browser.sign_in(dara)
    new = "nine rivers under one bridge"
    browser.post("/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    Client().get("/api/v1/assessments/", HTTP_AUTHORIZATION="Token " + "a" * 64)
    kinds = set(SecurityEvent.objects.values_list("kind", flat=True))
    assert {"reset_asked", "signed_in", "password_changed", "token_refused"} <= kinds


def test_rights_are_read_from_the_journal():
    admin = Browser()
    admin.sign_in(somebody(Role.ADMIN))
    admin.post(
        "/people/invite/?role=reviewer", {"email": "rita@example.org", "name": "Rita", "role": "reviewer"}
    )
    assert admin.get("/people/security/?list=rights").status_code == 200


def test_the_log_forgets_after_its_days(settings):
    settings.SECURITY_LOG_DAYS = 30
    now = timezone.now()
    for days in (29, 31):
        SecurityEvent.objects.create(at=now - timedelta(days=days), kind="failed")
    assert forget_security_events(now=now) == 1
    assert forget_security_events(now=now) == 0


@pytest.mark.parametrize(
    ("address", "network"),
    [("198.51.100.9", "198.51.100.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48"), ("", ""), ("x", "")],
)
def test_of_an_address_only_its_network_is_kept(address, network):
    assert network_of(address) == network
