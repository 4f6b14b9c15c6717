"""A page that asks in a translation which no speaker has read says so; in English, or once it was read, it does not."""

from __future__ import annotations

import pytest
from django.urls import reverse

from questionnaires.models import Questionnaire
from tests import make

pytestmark = pytest.mark.django_db
NOTE = "La traduction des questions"


@pytest.fixture
def pages():
    """Each page that shows questions to whoever enters or reads an assessment, in a language."""
    factory, adviser = make.factory(), make.user()
    draft = make.assessment(factory, state="draft", unanswered=["CL-1-01"], team=[adviser])
    addresses = (
        reverse("assessments:detail", kwargs={"assessment_id": draft.pk}),
        reverse("assessments:workspace", kwargs={"assessment_id": draft.pk}),
        reverse("assessments:enter", kwargs={"assessment_id": draft.pk, "point": "CL-1"}),
    )

    def read(client, language):
        adviser.language = language
        adviser.save(update_fields=["language"])
        client.force_login(adviser)
        return [client.get(address).content.decode() for address in addresses]

    return read


def test_a_translation_that_nobody_read_is_marked(client, pages):
    assert all(NOTE in page for page in pages(client, "fr"))


def test_english_needs_no_mark(client, pages):
    assert not any("country team" in page for page in pages(client, "en"))


def test_nor_does_a_translation_that_was_read(client, pages):
    for one in Questionnaire.objects.all():
        one.texts["fr"]["reviewed"] = True
        one.save(update_fields=["texts"])

    assert not any(NOTE in page for page in pages(client, "fr"))
