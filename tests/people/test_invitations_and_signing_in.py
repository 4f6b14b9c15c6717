"""An invitation leads in by the same door as everybody's: compulsory sign-on and second factors hold for it too."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse
from django.utils import timezone

from accounts.commands.single_sign_on import set_up_sign_on
from accounts.models import User
from people import commands
from people.models import AccountInvitation
from people.queries.invitations import secret_of
from tests import make
from tests.people.make import administrator, browser, fill_in, link_in, mails

pytestmark = pytest.mark.django_db
PASSWORD = "horses graze by the river"


def invited(email: str = "new@acme.example", role: str = "global") -> str:
    """The link of somebody who was invited by the only administrator."""
    ada = User.objects.filter(role="admin").first() or administrator()
    address = f"{reverse('people:invite')}?role={role}"
    assert fill_in(browser(ada), address, email=email, name="New", reason="x").status_code == 302
    return link_in(mails()[email])


def compulsory(domain: str = "acme.example") -> None:
    set_up_sign_on(
        None, name="Acme", domains=[domain], issuer="https://id.acme.example", client_id="c", secret="s",
        is_enabled=True, is_compulsory=True, actor=None, now=timezone.now(),
    )  # fmt: skip


def closed_and_invited_again(person: User) -> str:
    ada = administrator()
    commands.close_account(person.pk, reason="Left", actor=ada, now=timezone.now())
    commands.reopen_account(person.pk, reason="Back", actor=ada, now=timezone.now())
    return link_in(mails()[person.email])


def signed_in(client) -> bool:
    return client.get(reverse("profile")).status_code == 200


def test_people_of_a_compulsory_sign_on_choose_no_password_here():
    compulsory()
    link = invited()
    letter = mails().get("new@acme.example")  # it left once
    assert letter is None
    guest = browser()

    page = guest.get(link).content.decode()
    assert 'type="password"' not in page
    assert "Acme" in page
    answer = fill_in(guest, link)

    assert answer.url == reverse("sign_on_start")
    assert not signed_in(guest)
    person = User.objects.get(email="new@acme.example")
    assert (person.is_active, person.has_usable_password()) == (True, False)


def test_the_mail_says_so(mailoutbox):
    compulsory()
    invited()

    (letter,) = mailoutbox
    assert "You need no password" in letter.body
    assert "Acme" in letter.body


def test_a_password_sent_along_is_not_taken():
    link = invited()
    guest = browser()
    page = guest.get(link)  # with fields for a password
    compulsory()  # meanwhile
    token = page.content.decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]

    guest.post(link, {"csrfmiddlewaretoken": token, "password": PASSWORD, "again": PASSWORD})

    assert not signed_in(guest)
    assert not User.objects.get(email="new@acme.example").check_password(PASSWORD)


def test_an_invitation_does_not_go_round_a_second_factor_from_before():
    person = make.user("inspector", name="Ivy")
    TOTP.activate(person, generate_totp_secret())
    link = closed_and_invited_again(person)
    guest = browser()

    answer = fill_in(guest, link, password=PASSWORD, again=PASSWORD)

    assert answer.url.partition("?")[0] == reverse("mfa_authenticate")
    assert not signed_in(guest)
    assert AccountInvitation.objects.get().state == "accepted"


def test_whoever_must_have_a_second_factor_sets_it_up_first(settings):
    settings.REQUIRE_SECOND_FACTOR = "staff"
    ada = User.objects.filter(role="admin").first() or administrator()
    TOTP.activate(ada, generate_totp_secret())
    guest = browser()
    fill_in(guest, invited("new@example.org"), password=PASSWORD, again=PASSWORD)

    assert guest.get(reverse("desk")).url == reverse("mfa_index")
    shown = browser(ada).get(
        reverse("people:person", kwargs={"user_id": User.objects.get(email="new@example.org").pk})
    )
    assert "No second factor yet" in shown.content.decode()


def test_a_link_opened_in_somebody_elses_browser_ends_their_session():
    ada = administrator()
    theirs = browser(ada)

    fill_in(theirs, invited("new@example.org"), password=PASSWORD, again=PASSWORD)

    shown = theirs.get(reverse("profile"))
    assert shown.context["user"].email == "new@example.org"


def test_a_link_from_before_the_closing_does_not_hold_after_reopening():
    link = invited("new@example.org", role="global")
    person = User.objects.get(email="new@example.org")
    ada = User.objects.get(role="admin")
    commands.close_account(person.pk, reason="Mistake", actor=ada, now=timezone.now())
    old = AccountInvitation.objects.get(person=person)
    assert browser().get(link).status_code == 410

    commands.reopen_account(person.pk, reason="Right after all", actor=ada, now=timezone.now())

    assert (
        browser().get(reverse("people:invitation", kwargs={"secret": secret_of(old.pk)})).status_code == 410
    )


def test_whoever_comes_in_is_welcomed_once():
    guest = browser()
    fill_in(guest, invited("new@example.org"), password=PASSWORD, again=PASSWORD)

    page = guest.get("/", follow=True)

    assert [str(message) for message in page.context["messages"]] == ["Welcome, New."]
