"""One's own account: signing in, language, API token. Invitations and the list of people: tests/people."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import Role, User

PASSWORD = "a long enough password"
pytestmark = pytest.mark.django_db


def somebody(role: str, name: str = "Somebody") -> User:
    return User.objects.create_user(f"{role}-{name.lower()}@example.org", PASSWORD, name=name, role=role)


def test_signing_in_leads_to_each_roles_own_first_page(client):
    for role, home in {Role.ADVISER: "desk", Role.BRAND: "directory", Role.FACTORY: "progress"}.items():
        somebody(role, "Home")
        client.post(reverse("account_login"), {"login": f"{role}-home@example.org", "password": PASSWORD})

        assert client.get("/").url == reverse(home)
        client.post(reverse("account_logout"))


def test_nobody_can_register_themselves(client):
    assert client.get("/sign-up/").status_code == 404
    assert client.get("/accounts/signup/").status_code == 404


def test_pages_speak_the_language_of_the_account(client):
    chea = User.objects.create_user(
        "chea@example.org", PASSWORD, name="Chea", role=Role.FACTORY, language="ar"
    )
    client.force_login(chea)

    page = client.get(reverse("profile")).content.decode()

    assert 'lang="ar"' in page
    assert 'dir="rtl"' in page


def test_create_token_prints_the_same_token_each_time():
    dara = somebody(Role.ADVISER, "Dara")
    first, second = StringIO(), StringIO()

    call_command("create_token", dara.email, stdout=first)
    call_command("create_token", dara.email, stdout=second)

    assert first.getvalue() == second.getvalue()
    assert len(first.getvalue().strip()) == 40
    with pytest.raises(CommandError, match="check the address"):
        call_command("create_token", "nobody@example.org")
