"""The certificate of a recognition: what is public, as long as it is public, found by its short number."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from portal.queries import certificate_number
from recognition.commands.lifecycle import suspend_recognition
from tests import make
from tests.portal.world import refreshed, world
from tests.recognition.make import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return world()


def test_the_public_page_offers_the_certificate_and_names_its_number(client, programme):
    recognition = programme.recognition

    said = client.get(reverse("recognition", args=[recognition.pk])).content.decode()
    answer = client.get(reverse("certificate", args=[recognition.pk]))
    printed = PdfReader(BytesIO(answer.content)).pages
    words = printed[0].extract_text()

    assert reverse("certificate", args=[recognition.pk]) in said
    assert certificate_number(recognition.pk) in said
    assert answer.headers["Content-Type"] == "application/pdf"
    assert len(printed) == 1
    assert certificate_number(recognition.pk) in words
    assert programme.recognised.name in words
    assert f"/n/{certificate_number(recognition.pk)}/" in words.replace("\n", "")


def test_the_short_number_finds_the_factory_in_the_public_search(client, programme):
    number = certificate_number(programme.recognition.pk)

    found = client.get(reverse("recognised"), {"q": number.lower()})
    other = client.get(reverse("recognised"), {"q": "C-00000-00000"})

    assert found.context["counted"].number == 1
    assert other.context["counted"].number == 0


def test_the_number_leads_to_the_permanent_address(client, programme):
    number = certificate_number(programme.recognition.pk)

    answer = client.get(reverse("progress_reports:proof", args=[number]))

    assert answer.headers["Location"] == reverse("recognition", args=[programme.recognition.pk])


def test_a_suspended_recognition_has_no_certificate(client, programme):
    suspend_recognition(programme.recognition.pk, reason="Looked at.", actor=make.user("global"), now=NOW)
    refreshed()

    answer = client.get(reverse("certificate", args=[programme.recognition.pk]))
    proved = client.get(
        reverse("progress_reports:proof", args=[certificate_number(programme.recognition.pk)]), follow=True
    )

    assert answer.status_code == 404
    assert "does not hold today" in answer.content.decode()
    assert "does not hold today" in proved.content.decode()
