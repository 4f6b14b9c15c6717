"""What was typed is given back when it cannot be taken; nobody else's words are ever put into a form."""

from __future__ import annotations

import re
from http import HTTPStatus

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from advisory.models import PlanItem
from tests import make
from tests.crawl.markup import Page
from tests.make import NOW

pytestmark = pytest.mark.django_db

WORDS = "- Two exits were locked.\nThe guard had the keys."
FROM_HERE = {"Origin": "http://testserver"}


@pytest.fixture
def mill():
    with time_machine.travel(NOW):
        yield make.factory("KH-90001")


@pytest.fixture
def browser(mill):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make.user("factory", factory=mill))
    return browser


def opened(browser, mill):
    """The form of a new item of the plan: its address, and its fields as they stand."""
    address = reverse("advisory:record_plan_item", kwargs={"code": mill.code})
    page = Page(browser.get(address).content.decode())
    (form,) = (form for form in page.forms if any(one.name == "issue" for one in form.fields))
    return address, {one.name: one.values[0] for one in form.fields if one.values}


def sent_again(browser, answer, token=""):
    """What the page offers to send again, as a browser would."""
    (form,) = (form for form in Page(answer.content.decode()).forms if "/plan/" in form.action)
    data = {one.name: one.values[0] for one in form.fields if one.values}
    return browser.post(form.action, data | ({"csrfmiddlewaretoken": token} if token else {}))


def test_who_was_signed_out_meanwhile_signs_in_and_sends_the_same_again(browser, mill):
    address, fields = opened(browser, mill)
    Session.objects.all().delete()

    answer = browser.post(address, fields | {"ref": "2018-01", "issue": WORDS})

    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert "You were signed out" in answer.content.decode()
    assert 'href="/sign-in/"' in answer.content.decode()
    assert not PlanItem.objects.exists()
    browser.force_login(make.user("factory", factory=mill))
    assert sent_again(browser, answer).status_code == HTTPStatus.FOUND
    assert PlanItem.objects.get().issue.split() == WORDS.split()


def test_a_form_with_an_old_token_is_given_back_with_a_new_one(browser, mill):
    address, fields = opened(browser, mill)

    answer = browser.post(
        address,
        fields | {"ref": "2018-01", "issue": WORDS, "csrfmiddlewaretoken": "x" * 64},
        headers=FROM_HERE,
    )

    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert sent_again(browser, answer).status_code == HTTPStatus.FOUND
    assert PlanItem.objects.get().issue.split() == WORDS.split()


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}])
def test_words_from_another_site_are_put_into_no_form(browser, mill, origin):
    address, fields = opened(browser, mill)

    answer = browser.post(
        address, fields | {"ref": "2018-01", "issue": WORDS, "csrfmiddlewaretoken": ""}, headers=origin
    )

    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "locked" not in answer.content.decode()


def test_what_is_no_longer_there_still_shows_what_was_written_to_it(browser, mill):
    _, fields = opened(browser, mill)

    answer = browser.post("/factories/KH-99999/plan/new/", fields | {"ref": "2018-01", "issue": WORDS})

    html = answer.content.decode()
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "The guard had the keys." in html
    assert not re.search(r'action="/factories/KH-99999', html)


def test_a_file_has_to_be_chosen_again_and_the_page_says_so(browser, mill):
    address, fields = opened(browser, mill)
    Session.objects.all().delete()
    photo = SimpleUploadedFile("exit.jpg", b"\xff\xd8", "image/jpeg")

    html = browser.post(address, fields | {"ref": "2018-01", "issue": WORDS, "photo": photo}).content.decode()

    assert "Choose the file again" in html
    assert 'enctype="multipart/form-data"' in html
    assert 'type="file"' in html


def test_a_password_is_never_given_back(browser, mill):
    _, fields = opened(browser, mill)
    token = fields["csrfmiddlewaretoken"]
    Session.objects.all().delete()
    sent = {"oldpassword": "a Passphrase of 2018!", "password1": "x" * 20, "csrfmiddlewaretoken": token}

    answer = browser.post(reverse("account_change_password"), sent)

    assert answer.status_code == HTTPStatus.FOUND


def test_a_page_that_is_not_there_repeats_no_words_of_another_site():
    words = {"said": "Please call this number at once"}

    ours = Client(enforce_csrf_checks=True).post("/no/such/", words, HTTP_ORIGIN="http://testserver")
    theirs = Client(enforce_csrf_checks=True).post("/no/such/", words, HTTP_ORIGIN="https://evil.example")

    assert (ours.status_code, theirs.status_code) == (404, 404)
    assert words["said"] in ours.content.decode()
    assert words["said"] not in theirs.content.decode()
