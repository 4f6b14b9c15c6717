"""An address that only takes what a form sends, opened in a browser: after a reload or another language."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db
BROWSER = {"Accept": "text/html,application/xhtml+xml"}


def test_a_browser_is_led_to_the_page_above(client):
    mill = make.factory()
    case = make.case(mill)
    client.force_login(make.user("manager"))
    page = reverse("advisory:case", args=[mill.code, case.uid])

    back = client.get(f"{page}steps/", headers=BROWSER)

    assert (back.status_code, back["Location"]) == (302, page)
    assert client.get(page, headers=BROWSER).status_code == 200


def test_a_program_is_told_which_methods_there_are(client):
    answer = client.post("/seals/", headers=BROWSER)

    assert answer.status_code == 405
    assert client.get("/sign-out/x/", headers=BROWSER).status_code == 404
