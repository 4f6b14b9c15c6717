"""Findings, publicly reported issues and clusters are read in the reader's language wherever it is translated."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from journal.models import Delivery
from portal.models import Wording
from portal.projections import refresh_reports, refresh_wording
from questionnaires.commands import load_questionnaire
from questionnaires.domain.translations import TranslatedTexts
from tests import make
from tests.recognition.make import LATEST, NOW, PREVIOUS

pytestmark = pytest.mark.django_db
EXIT, MACHINE = "OS-8-06", "OS-3-03"
UNREAD = "La traduction des questions"


def load(texts: Mapping[str, TranslatedTexts]) -> None:
    release = make.cat()
    load_questionnaire(
        release.questionnaire, layouts=release.layouts, marks=release.marks, texts=texts, actor=None, now=NOW
    )


def french(*, reviewed: bool = False, **questions: str) -> TranslatedTexts:
    return TranslatedTexts(
        "fr",
        reviewed=reviewed,
        clusters={"OS": "Sécurité et santé"},
        points={"OS-8": "Urgences"},
        questions={code.replace("_", "-"): text for code, text in questions.items()},
    )


@pytest.fixture
def factory():
    found = make.factory("KH-00001")
    make.assessment(found, assessed_on=PREVIOUS, cycle=1)
    make.assessment(found, assessed_on=LATEST, cycle=2, findings={EXIT: "The door to the stairs"})
    refresh_reports([found.pk])
    return found


def read(client: Client, factory, person, language: str) -> str:
    if person is not None:
        person.language = language
        person.save(update_fields=["language"])
        client.force_login(person)
    address = reverse("factory", kwargs={"code": factory.code})
    return client.get(address, headers={"accept-language": language}).content.decode()


def test_a_brand_the_public_and_the_factory_read_what_is_translated(client, factory):
    brand = make.brand()
    make.sourcing(brand, factory)
    make.consent(brand, factory)
    load({"fr": french(OS_8_06="Les issues sont-elles libres ?")})
    refresh_wording()

    as_brand = read(client, factory, make.user(Role.BRAND, brand=brand), "fr")
    own = read(client, factory, make.user(Role.FACTORY, factory=factory), "fr")
    client.logout()
    public = read(client, factory, None, "fr")

    for page in (as_brand, own, public):
        assert "Les issues sont-elles libres ?" in page
        assert UNREAD in page
    assert "Sécurité et santé" in as_brand
    assert "Sécurité et santé" in own
    assert "The door to the stairs" in as_brand  # the assessors' own words stay


def test_english_pages_say_what_was_asked(client, factory):
    load({"fr": french(OS_8_06="Les issues sont-elles libres ?")})
    refresh_wording()

    page = read(client, factory, None, "en")

    assert make.cat().questionnaire.question(EXIT).text in page
    assert "Les issues" not in page


def test_a_translation_that_was_read_needs_no_note(client, factory):
    load({"fr": french(reviewed=True, OS_8_06="Les issues sont-elles libres ?")})
    refresh_wording()

    page = read(client, factory, None, "fr")

    assert "Les issues sont-elles libres ?" in page
    assert UNREAD not in page


def test_what_a_country_words_in_its_own_way_stays_as_it_words_it(client, factory):
    own = make.cat().questionnaire.wording("KH")
    general = make.cat().questionnaire
    code = next(code for code, words in own.items() if words.text != general.question(code).text)
    make.assessment(factory, assessed_on=LATEST.replace(day=11), cycle=3, findings={code: "So it was."})
    refresh_reports([factory.pk])
    load({"fr": french(**{code.replace("-", "_"): "Une question générale ?"})})
    refresh_wording()
    brand = make.brand()
    make.sourcing(brand, factory)
    make.consent(brand, factory)

    page = read(client, factory, make.user(Role.BRAND, brand=brand), "fr")

    assert own[code].text in page
    assert "Une question générale ?" not in page


def test_a_questionnaire_that_is_loaded_owes_the_copy_of_its_words():
    load({"fr": french()})

    assert Delivery.objects.filter(reaction="portal.refresh_wording").count() == 1
    assert refresh_wording() == 2  # of English the names
    assert Wording.objects.get(language="fr").names["OS"] == "Sécurité et santé"


def test_a_language_that_is_taken_away_is_no_longer_copied():
    load({"fr": french(), "es": TranslatedTexts("es", reviewed=False)})
    refresh_wording()
    load({"fr": french()})
    refresh_wording()

    assert [one.language for one in Wording.objects.order_by("language")] == ["en", "fr"]
