"""Fifteen hundred people at once, and the same by command."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Letter, User
from factories.models import Membership
from notifications import outgoing_email as letters
from people import commands
from people.domain.invitation_rows import InvitationRow
from people.models import AccountInvitation
from tests import make
from tests.notifications.mail_server import mail_server
from tests.people.make import administrator

pytestmark = pytest.mark.django_db


def rows(number: int, *, first: int = 0) -> list[InvitationRow]:
    """A third advisers, a third factory managers, a third of a brand."""
    kinds = [
        ("adviser", ("country", "KH")),
        ("factory", ("factory", "KH-00017")),
        ("brand", ("brand", "Northwind")),
    ]
    return [
        InvitationRow(
            n + 2, f"p{first + n}@example.org", f"Person {n}", kinds[n % 3][0], "km", (kinds[n % 3][1],)
        )
        for n in range(number)
    ]


@pytest.fixture
def ada(db) -> User:
    make.country("KH")
    make.factory("KH-00017")
    make.brand("Northwind")
    return administrator()


def test_statements_grow_by_the_batch_and_not_by_the_person(ada):
    def statements(people: list[InvitationRow]) -> int:
        with CaptureQueriesContext(connection) as told:
            commands.invite_people(people, actor=ada, now=timezone.now())
        return len(told)

    few, many = statements(rows(30)), statements(rows(450, first=1000))
    all_of_them = statements(rows(1500, first=5000))

    assert many <= few + 20  # SQLite cuts an insert at 999 values
    assert all_of_them < 12 * few
    assert User.objects.count() == 1 + 30 + 450 + 1500
    assert AccountInvitation.objects.filter(state="open").count() == Letter.objects.count() == 1980
    assert (
        Membership.objects.filter(is_administrator=True).count() == 2
    )  # the first of the brand, the first manager


def test_the_command_obeys_the_same_policies_and_prints_the_contract(ada, tmp_path):
    listed = tmp_path / "people.csv"
    listed.write_text("email,name,role,countries\na@example.org,A,adviser,KH\nb@example.org,B,adviser,VN\n")
    manager = make.user("manager")
    out, err = StringIO(), StringIO()

    with pytest.raises(SystemExit):
        call_command("invite_people", listed, "--json", "--as", manager.email, stdout=out, stderr=err)
    problem = json.loads(out.getvalue())["problems"][0]
    assert (problem["row"], problem["field"]) == (3, "countries")
    assert "people.csv:3:countries:" in err.getvalue()
    assert User.objects.filter(email="a@example.org").count() == 0

    listed.write_text(
        "Email;Name;Role;Countries;shoe size\na@example.org;A;Enterprise adviser;Cambodia;42\n", "utf-8"
    )
    for flags, created in [(["--dry-run"], 1), ([], 1), ([], 0)]:
        out = StringIO()
        call_command(
            "invite_people", listed, "--json", "--as", manager.email, *flags, stdout=out, stderr=StringIO()
        )
        answer = json.loads(out.getvalue())
        assert (answer["created"], answer["ignored_columns"]) == (created, ["shoe size"])
    with pytest.raises(CommandError, match="check the address"):
        call_command("invite_people", listed, "--as", make.user("inspector").email)


def test_mails_leave_through_a_real_server_each_once(ada, settings):
    commands.invite_people(rows(40), actor=ada, now=timezone.now())

    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        assert letters.post_letters(clock=timezone.now) == 40
        assert letters.post_letters(clock=timezone.now) == 0

    assert len(set(server.message_ids())) == len(server.taken) == 40
    assert {str(one["To"]) for one in server.taken} == {f"p{n}@example.org" for n in range(40)}
    assert all("/invitation/" in one.get_content() for one in server.taken)


def test_a_withdrawn_invitation_leaves_no_mail(ada):
    commands.invite_people(rows(1), actor=ada, now=timezone.now())
    person = User.objects.get(email="p0@example.org")

    commands.withdraw_invitation(person.pk, reason="Mistake", actor=ada, now=timezone.now())

    assert letters.post_letters(clock=timezone.now) == 0
    assert Letter.objects.get().state == "needless"
