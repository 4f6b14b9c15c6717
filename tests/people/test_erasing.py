"""A person is erased on request: the name is gone from everywhere, and verify finds nothing wrong."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from accounts.models import User
from journal.models import Event
from journal.seals.sealing import seal
from journal.seals.signing import new_key
from people.commands import close_account, erase_person, reopen_account
from people.commands.erasing import AccountOpen
from people.commands.guards import AccountOutOfReach, InvalidAccountField
from recognition.models import Recognition
from tests import make
from tests.journal.covering import covered
from tests.recognition.make import eligible_factory, judged, recognition

pytestmark = pytest.mark.django_db
NOW = make.NOW


@pytest.fixture
def admin():
    return make.user("admin", name="Ada Admin")


@pytest.fixture
def gone(admin, settings):
    """Somebody who worked for the programme, proposed a recognition, and left."""
    settings.SEAL_KEY = new_key()
    factory = eligible_factory("KH-99042")
    judged(factory)
    recognition(factory)
    person = Recognition.objects.get().proposed_by
    User.objects.filter(pk=person.pk).update(name="Sokha Leaver", email="sokha.leaver@example.org")
    person.refresh_from_db()
    covered()
    # one event more that has the name beside it
    reopened = make.user("inspector", name="Somebody Else")
    close_account(reopened.pk, reason="left", actor=make.user("admin", name="Sokha Leaver"), now=NOW)
    close_account(person.pk, reason="left", actor=admin, now=NOW)
    covered()
    seal(date(2018, 6, 1), now=NOW)
    return person


def problems() -> list[dict[str, str]]:
    out = StringIO()
    with suppress(SystemExit):
        call_command("verify", "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())["problems"]


def kept_of(text: str) -> list[str]:
    """Tables that hold a text anywhere."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # the test's own tables
            if any(text in str(value) for row in cursor.fetchall() for value in row):
                found.append(table)
    return found


def test_name_and_address_are_gone_from_every_table_and_verify_is_silent(gone, admin):
    told = Event.objects.filter(actor_id=gone.pk).count()
    assert problems() == []
    assert "accounts_user" in kept_of("sokha.leaver@example.org")

    erase_person(gone.pk, reason="Asked for it in writing", actor=admin, now=NOW)

    assert kept_of("sokha.leaver") == []
    assert problems() == []
    assert (
        Event.objects.filter(actor_id=gone.pk, actor_name="", actor_address="", actor_salt="").count() == told
    )
    assert Event.objects.get(kind="person.erased").data["reason"] == "Asked for it in writing"


def test_what_an_erased_person_did_is_not_laid_to_the_system(gone, admin, client):
    erase_person(gone.pk, reason="asked for it", actor=admin, now=NOW)
    dossier = reverse("recognition:detail", args=[Recognition.objects.get().pk])
    client.force_login(make.user("global"))
    assert "an erased person" in client.get(dossier).content.decode()

    client.force_login(admin)
    assert f">#{gone.pk}<" in client.get(reverse("people:list") + "?state=closed").content.decode()
    page = client.get(reverse("people:person", args=[gone.pk])).content.decode()
    assert reverse("people:reopen", args=[gone.pk]) not in page  # it would be refused


def test_what_was_emptied_by_raw_sql_is_no_erasure(gone):
    Event.objects.filter(actor_id=gone.pk).update(actor_name="", actor_address="", actor_salt="")
    if not Event.objects.filter(actor_id=gone.pk).exists():
        pytest.fail("the tampering itself must hit a row")

    assert {each["code"] for each in problems()} == {"actor_altered"}


def test_a_name_put_beside_an_event_is_found(gone, admin):
    erase_person(gone.pk, reason="Asked", actor=admin, now=NOW)
    Event.objects.filter(actor_id=admin.pk).update(actor_name="Somebody Else")

    assert {each["code"] for each in problems()} == {"actor_altered"}


def test_erasing_twice_changes_nothing_and_an_erased_person_is_not_invited_again(gone, admin):
    erase_person(gone.pk, reason="Asked", actor=admin, now=NOW)
    erase_person(gone.pk, reason="Asked again", actor=admin, now=NOW)

    assert Event.objects.filter(kind="person.erased").count() == 1
    with pytest.raises(InvalidAccountField, match="erased"):
        reopen_account(gone.pk, reason="Back", actor=admin, now=NOW)


def test_an_account_is_closed_before_its_person_is_erased(admin):
    chea = make.user("adviser", name="Chea")

    with pytest.raises(AccountOpen):
        erase_person(chea.pk, reason="Asked", actor=admin, now=NOW)


def test_only_an_administrator_erases(gone):
    with pytest.raises(AccountOutOfReach):
        erase_person(gone.pk, reason="Asked", actor=make.user("manager", country="KH"), now=NOW)


def test_the_page_says_what_happens_and_does_it(gone, admin, client):
    client.force_login(admin)
    page = client.get(reverse("people:person", kwargs={"user_id": gone.pk})).content.decode()
    address = reverse("people:erase", kwargs={"user_id": gone.pk})
    assert address in page

    answer = client.post(address, {"reason": "Asked for it"}, follow=True)

    assert "Name and address are erased." in answer.content.decode()
    assert "Erased person" in answer.content.decode()
    assert address not in answer.content.decode()
