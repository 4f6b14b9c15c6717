"""Accounts: by invitation, each role handing out only what is theirs, every change told to the journal."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts import commands
from accounts.models import ApiToken, Role, User
from journal.commands import Unchanged
from journal.models import Event

NOW = datetime(2018, 6, 1, 9, 0, tzinfo=UTC)
PASSWORD = "a long enough password"
pytestmark = pytest.mark.django_db


def somebody(role: str, name: str = "Somebody") -> User:
    return User.objects.create_user(f"{role}-{name.lower()}@example.org", PASSWORD, name=name, role=role)


@pytest.fixture
def administrator() -> User:
    return somebody(Role.ADMIN, "Ada")


def test_an_invited_person_gets_a_link_and_no_password(client, administrator):
    client.force_login(administrator)

    client.post(
        reverse("invite"),
        {"email": "Dara@Example.org", "name": "Dara", "role": Role.ADVISER, "language": "km"},
    )

    dara = User.objects.get(email="dara@example.org")
    assert not dara.has_usable_password() or dara.check_password("") is False
    assert dara.language == "km"
    assert [message.to for message in mail.outbox] == [["dara@example.org"]]
    assert Event.objects.filter(kind="user.invited", actor_id=administrator.pk).exists()


def test_an_address_is_invited_once(client, administrator):
    client.force_login(administrator)
    somebody(Role.ADVISER, "Dara")

    answer = client.post(
        reverse("invite"),
        {"email": "adviser-dara@example.org", "name": "D", "role": Role.ADVISER, "language": "en"},
    )

    assert answer.status_code == 200
    assert "has an account already" in answer.content.decode()
    assert not mail.outbox


@pytest.mark.parametrize("role", [r for r in Role.values if r not in {Role.ADMIN, Role.GLOBAL}])
def test_the_list_of_people_does_not_exist_for_others(client, role):
    client.force_login(somebody(role))

    assert client.get(reverse("people")).status_code == 404
    assert client.get(reverse("invite")).status_code == 404


def test_nobody_hands_out_a_role_that_is_not_theirs():
    globally = somebody(Role.GLOBAL, "Gloria")

    with pytest.raises(commands.RoleNotYours):
        commands.invite_user(email="x@example.org", name="X", role=Role.ADMIN, actor=globally, now=NOW)

    assert not User.objects.filter(email="x@example.org").exists()


def test_a_closed_account_cannot_sign_in_and_closing_twice_changes_nothing(client, administrator):
    dara = somebody(Role.ADVISER, "Dara")
    commands.close_account(dara.pk, actor=administrator, now=NOW)

    assert isinstance(commands.close_account(dara.pk, actor=administrator, now=NOW), Unchanged)
    client.post(reverse("account_login"), {"login": dara.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_nobody_closes_their_own_account(administrator):
    with pytest.raises(commands.OwnAccount):
        commands.close_account(administrator.pk, actor=administrator, now=NOW)


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
