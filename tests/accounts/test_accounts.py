"""One's own account: signing in, language, API token. Invitations and the list of people: tests/people."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import ApiToken, Role, User

PASSWORD = "a long enough password"
pytestmark = pytest.mark.django_db


def somebody(role: str, name: str = "Another person") -> User:
    return User.objects.create_user(f"{role}-{name.lower()}@example.org", PASSWORD, name=name, role=role)


def test_signing_in_leads_to_each_roles_own_first_page(client):
    for role, home in {Role.ADVISER: "desk", Role.BRAND: "brand_home", Role.FACTORY: "progress"}.items():
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


def test_create_token_prints_a_token_that_is_stored_nowhere():
    dara = somebody(Role.ADVISER, "Dara")
    first, second = StringIO(), StringIO()

    call_command("create_token", dara.email, stdout=first)
    call_command("create_token", dara.email, name="report", scope="read", days=30, stdout=second)

    assert first.getvalue().strip() != second.getvalue().strip()
    kept = {token.name: token for token in ApiToken.objects.filter(user=dara)}
    assert kept["create_token"].scope == "write"
    assert kept["create_token"].expiry is None
    assert kept["report"].scope == "read"
    assert kept["report"].expiry is not None
    assert first.getvalue().strip() not in {kept["create_token"].digest, kept["create_token"].token_key}
    with pytest.raises(CommandError, match="check the address"):
        call_command("create_token", "nobody@example.org")
    with pytest.raises(CommandError, match="1 to 3650"):
        call_command("create_token", dara.email, days=0)
