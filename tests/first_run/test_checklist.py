"""From nothing: the first account by one command, and a checklist that leads on, its state read from the facts."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from criteria.models import CriteriaVersion
from first_run.queries import SetupState, is_set_up, steps_of_setup
from journal.models import Event
from questionnaires.models import Questionnaire
from tests import make
from tests.two_people import approve

pytestmark = pytest.mark.django_db
CHECKLIST = "/setup/"


class Refusing(BaseEmailBackend):
    """A mail server that takes nothing from us."""

    def send_messages(self, email_messages):
        raise SMTPRecipientsRefused({"admin@example.org": (550, b"relay denied")})


def states() -> dict[str, str]:
    return {step.name: step.state.value for step in steps_of_setup(timezone.now())}


class Browser:
    """A person at a browser: every form is sent with the token that its page shows."""

    def __init__(self, user: User | None = None) -> None:
        self.client = Client(enforce_csrf_checks=True)
        if user is not None:
            self.client.force_login(user)

    def page(self, address: str) -> str:
        return self.client.get(address, follow=True).content.decode()

    def press(self, address: str, action: str, **fields: str):
        """Send the form of a page that goes to `action`."""
        html = self.page(address)
        form = re.search(rf'<form method="post"[^>]*action="{re.escape(action)}".*?</form>', html, re.DOTALL)
        assert form, f"{address} has no form that goes to {action}"
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form[0])
        assert token, "the form has lost its token"
        return self.client.post(action, {"csrfmiddlewaretoken": token[1], **fields}, follow=True)


@pytest.fixture
def admin(db) -> User:
    return make.user(Role.ADMIN, name="First Administrator")


# --- the first account ----------------------------------------------------------------------------------


def created(*args: str) -> str:
    out = io.StringIO()
    call_command("create_admin", *args, stdout=out)
    return out.getvalue().strip()


def test_one_command_makes_the_first_account_and_prints_a_link_at_which_it_chooses_a_password():
    link = created("Chief@Example.org", "--name", "Chief")
    path = link.removeprefix("http://127.0.0.1:8000")
    browser = Browser()

    first = browser.client.get(path, follow=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', first.content.decode())[1]
    chosen = browser.client.post(
        first.redirect_chain[-1][0],
        {"password1": make.PASSWORD, "password2": make.PASSWORD, "csrfmiddlewaretoken": token},
        follow=True,
    )
    again = Browser().page(path)

    user = User.objects.get()
    assert (user.email, user.name, user.role) == ("chief@example.org", "Chief", Role.ADMIN)
    assert chosen.status_code == 200
    assert user.check_password(make.PASSWORD)
    assert "password1" not in again  # good once


def test_a_script_gives_the_password_on_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{make.PASSWORD}\n"))

    line = created("chief@example.org", "--password-stdin")

    assert line == "chief@example.org can sign in at http://127.0.0.1:8000/sign-in/"
    assert User.objects.get().check_password(make.PASSWORD)


@pytest.mark.parametrize(
    ("address", "password"),
    [("nobody", make.PASSWORD), ("chief@example.org", "123"), ("chief@example.org", "")],
)
def test_nothing_is_made_of_a_faulty_address_or_password(address, password, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))

    with pytest.raises(CommandError):
        created(address, "--password-stdin")

    assert not User.objects.exists()


def test_an_account_is_not_made_twice():
    created("chief@example.org")

    with pytest.raises(CommandError, match="has an account already"):
        created("chief@example.org")


# --- the way to it --------------------------------------------------------------------------------------


def test_an_administrator_lands_on_the_checklist_until_everything_is_set_up(admin, client):
    client.force_login(admin)
    assert client.get("/").url == CHECKLIST

    for role in (Role.GLOBAL, Role.GLOBAL, Role.MANAGER):
        make.user(role)
    make.questionnaire()
    make.factory()
    browser = Browser(admin)
    browser.press(CHECKLIST, reverse("first_run:criteria"))
    browser.press(CHECKLIST, reverse("first_run:mail"))

    assert is_set_up(timezone.now())
    assert client.get("/").url == "/people/"


def test_signing_in_leads_there(admin):
    browser = Browser()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.page("/sign-in/"))[1]

    landed = browser.client.post(
        "/sign-in/",
        {"login": admin.email, "password": make.PASSWORD, "csrfmiddlewaretoken": token},
        follow=True,
    )

    assert landed.redirect_chain[-1][0] == CHECKLIST
    nav = re.search(r"<header.*?</header>", landed.content.decode(), re.DOTALL)[0]
    for address in ("/countries/", CHECKLIST):
        assert f'href="{address}"' in nav


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.ADMIN])
def test_it_exists_for_administrators_alone(role, client):
    client.force_login(make.user(role))

    assert client.get(CHECKLIST).status_code == 404
    for name in ("questionnaires", "criteria", "mail"):
        assert client.post(reverse(f"first_run:{name}")).status_code == 404


# --- its steps ------------------------------------------------------------------------------------------


def test_on_an_empty_installation_everything_is_to_do(admin):
    html = Browser(admin).page(CHECKLIST)

    assert set(states().values()) == {SetupState.TO_DO}
    assert "7 steps are left" in html
    assert html.count("button-primary") == 1


def test_the_released_questionnaires_are_loaded_by_a_button(admin):
    browser = Browser(admin)

    browser.press(CHECKLIST, reverse("first_run:questionnaires"))

    assert states()["questionnaires"] == SetupState.DONE
    assert Questionnaire.objects.count() == 1
    assert Event.objects.get(kind="questionnaire.loaded").actor_id == admin.pk
    assert reverse("first_run:questionnaires") not in browser.page(CHECKLIST)


def test_a_new_release_in_the_folder_is_offered_later(admin, monkeypatch):
    make.questionnaire()
    monkeypatch.setattr("first_run.queries.release_folders", lambda: (Path("cat/1.0"), Path("cat/9.9")))

    html = Browser(admin).page(CHECKLIST)

    assert states()["questionnaires"] == SetupState.OPTIONAL
    assert "Released and not loaded: cat@9.9." in html
    assert "Load the questionnaires" in html


def test_criteria_come_in_force_at_once_while_nobody_could_decide_otherwise(admin):
    Browser(admin).press(CHECKLIST, reverse("first_run:criteria"))

    version = CriteriaVersion.objects.get()
    assert (version.state, version.in_force_from) == ("approved", date(2018, 1, 1))
    assert Event.objects.get(kind="criteria.in_force").actor_id == admin.pk
    assert states()["criteria"] == SetupState.DONE


def test_where_the_global_team_has_an_account_one_of_them_approves(admin):
    decider = make.user(Role.GLOBAL)
    browser = Browser(admin)

    browser.press(CHECKLIST, reverse("first_run:criteria"))

    version = CriteriaVersion.objects.get()
    assert (version.state, version.drafted_by) == ("draft", admin)
    assert states()["criteria"] == SetupState.WAITING
    assert "waits for approval" in browser.page(CHECKLIST).lower()
    now = timezone.now()
    approve(decider, now=now)
    assert states()["criteria"] == SetupState.DONE


def test_a_test_mail_is_sent_to_oneself(admin):
    response = Browser(admin).press(CHECKLIST, reverse("first_run:mail"))

    assert [message.to for message in mail.outbox] == [[admin.email]]
    assert "The mail server took a mail" in response.content.decode()
    assert states()["mail"] == SetupState.DONE


def test_a_mail_server_that_refuses_is_reported_as_it_answered(admin, settings):
    settings.EMAIL_BACKEND = "tests.first_run.test_checklist.Refusing"

    html = Browser(admin).press(CHECKLIST, reverse("first_run:mail")).content.decode()

    assert "relay denied" in html
    assert states()["mail"] == SetupState.TO_DO
    assert Event.objects.get(kind="mail.failed").data["to"] == admin.email


def test_mail_that_goes_nowhere_is_no_success(admin, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    html = Browser(admin).press(CHECKLIST, reverse("first_run:mail")).content.decode()

    assert "set EMAIL_URL" in html
    assert states()["mail"] == SetupState.TO_DO


def test_a_mail_server_that_worked_once_and_is_gone_is_to_do_again(admin, settings):
    Browser(admin).press(CHECKLIST, reverse("first_run:mail"))
    settings.EMAIL_BACKEND = "tests.first_run.test_checklist.Refusing"
    Browser(admin).press(CHECKLIST, reverse("first_run:mail"))

    assert states()["mail"] == SetupState.TO_DO


def test_people_are_enough_when_two_can_decide_and_somebody_works_in_a_country(admin):
    make.user(Role.GLOBAL)
    make.user(Role.ADVISER)
    assert states()["people"] == SetupState.TO_DO
    closed = make.user(Role.GLOBAL)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    assert states()["people"] == SetupState.TO_DO

    make.user(Role.GLOBAL)

    assert states()["people"] == SetupState.DONE


def test_languages_name_what_the_questionnaire_does_not_speak(admin):
    make.country("KH")
    make.country("BD")

    html = Browser(admin).page(CHECKLIST)

    assert states()["languages"] == SetupState.DONE
    assert "Cambodia: Khmer, English" in html
    assert "The questionnaire has no texts in Bengali, Khmer yet" in html


def test_the_checklist_costs_a_constant_number_of_statements(admin, django_assert_max_num_queries):
    for country in ("KH", "VN", "BD", "JO", "HT", "NI", "ID"):
        make.country(country)

    with django_assert_max_num_queries(14):
        steps_of_setup(timezone.now())
