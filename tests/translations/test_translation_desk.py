"""The translation desk: a speaker reads a text beside English, corrects it, and every page shows it at once."""

from __future__ import annotations

import json
from datetime import timedelta
from http import HTTPStatus

import polib
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from accounts.models import Role
from journal.commands import Unchanged
from journal.models import Event
from tests import make
from translations.commands import TextChanged, TextFaulty, correct_text, restore_text, review_text
from translations.domain.faults import Fault, faults_of
from translations.models import TextVersion
from translations.policies import NotYourLanguage, languages_of
from translations.queries import live
from translations.queries.catalogue import catalogue_of, key_of

pytestmark = pytest.mark.django_db(transaction=True)

FACTORIES = key_of("", "Recognised factories", "")
OTHER = "រោងចក្រដែលបានទទួលស្គាល់ជាក់ស្តែង"


@pytest.fixture(autouse=True)
def released():
    """What gettext held before stands there again after the test."""
    yield
    for language in ("km", "ar", "fr"):
        for text in catalogue_of(language).texts.values():
            if text.is_translated:
                live._put(language, text, text.texts)  # no page does this
    live._progress.latest = 0  # as a new process


@pytest.fixture
def speaker():
    return make.user(Role.ADVISER, country="KH")


def test_a_correction_is_on_every_page_at_once_and_back_again(client, speaker):
    client.force_login(speaker)
    page = reverse("translations:text", args=["km", FACTORIES])
    assert "Recognised factories" in client.get(page).content.decode()

    answer = client.post(page, {"form_0": OTHER, "seen": ""})

    assert answer.status_code == HTTPStatus.FOUND
    public = client.get(reverse("recognised"), headers={"Accept-Language": "km"}).content.decode()
    assert OTHER in client.get(page).content.decode()
    client.post(reverse("set_language"), {"language": "km"})
    assert OTHER in client.get(reverse("scheme")).content.decode()
    assert public  # a page outside answers too

    seen = TextVersion.objects.get().pk
    client.post(reverse("translations:restore", args=["km", FACTORIES]), {"seen": seen})

    assert OTHER not in client.get(reverse("scheme")).content.decode()
    kinds = Event.objects.filter(subject=f"text:km-{FACTORIES}").values_list("kind", flat=True)
    assert list(kinds.order_by("at", "pk")) == ["text.corrected", "text.released"]


def test_another_process_shows_it_as_soon_as_it_asks(speaker):
    """What a second process reads from the table, by the function that runs before its requests."""
    correct_text("km", FACTORIES, [OTHER], seen=None, actor=speaker, now=make.NOW)
    text = catalogue_of("km").texts[FACTORIES]
    live._put("km", text, text.texts)  # as a process that has not heard of it
    with translation.override("km"):
        assert translation.gettext("Recognised factories") == text.texts[0]

        live.refresh()

        assert translation.gettext("Recognised factories") == OTHER


def test_what_would_break_a_page_is_refused_and_nothing_typed_is_lost(client, speaker):
    client.force_login(speaker)
    key = next(
        text.key
        for text in catalogue_of("km").texts.values()
        if "%(" in text.english and not text.english_plural
    )

    answer = client.post(reverse("translations:text", args=["km", key]), {"form_0": "គ្មានអ្វី", "seen": ""})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = answer.content.decode()
    assert "Keep these parts exactly as in English" in page
    assert "គ្មានអ្វី" in page
    assert not TextVersion.objects.exists()


@pytest.mark.parametrize(
    ("english", "plural", "texts", "forms", "faults"),
    [
        ("%(n)s of %(of)s", "", ["%(of)s / %(n)s"], 1, []),
        ("%(n)s of %(of)s", "", ["%(n)s"], 1, [Fault.PLACEHOLDERS]),
        ("Keep", "", ["%(n)s"], 1, [Fault.PLACEHOLDERS]),
        ("Keep", "", [" "], 1, [Fault.EMPTY]),
        ("<b>Keep</b>", "", ["<b>Garder"], 2, [Fault.PLACEHOLDERS]),
        ("5 days", "", ["৫ দিন 5"], 2, [Fault.DIGITS]),
        ("%(n)s day", "%(n)s days", ["un jour", "%(n)s jours"], 2, []),
        ("%(n)s day", "%(n)s days", ["%(n)s jour"], 2, [Fault.FORMS]),
        ("%(n)s day", "%(n)s days", ["%(m)s jour", "%(n)s jours"], 2, [Fault.PLACEHOLDERS]),
        ("\nTwo\nlines", "", ["Deux\nlignes"], 2, [Fault.EDGES]),
    ],
)
def test_what_a_translation_must_keep(english, plural, texts, forms, faults):
    assert faults_of(english, plural, texts, forms=forms) == faults


def test_each_plural_form_has_a_field_with_numbers_it_is_for(client):
    client.force_login(make.user(Role.GLOBAL))
    key = next(text.key for text in catalogue_of("ar").texts.values() if text.english_plural)

    page = client.get(reverse("translations:text", args=["ar", key])).content.decode()

    assert page.count("<textarea") == 6
    assert "For 3, 4, 5" in page


def test_a_language_is_corrected_by_the_staff_of_its_countries(client, speaker):
    assert languages_of(speaker, make.NOW) == ["km"]
    assert len(languages_of(make.user(Role.GLOBAL), make.NOW)) == 8
    assert languages_of(make.user(Role.BRAND), make.NOW) == []
    with pytest.raises(NotYourLanguage):
        correct_text("fr", FACTORIES, ["Usines"], seen=None, actor=speaker, now=make.NOW)


def test_two_who_write_the_same_text_hear_of_each_other(client, speaker):
    first = correct_text("km", FACTORIES, [OTHER], seen=None, actor=speaker, now=make.NOW)
    colleague = make.user(Role.REVIEWER, country="KH")

    with pytest.raises(TextChanged):
        correct_text("km", FACTORIES, ["ទីបី"], seen=None, actor=colleague, now=make.NOW)
    client.force_login(colleague)
    answer = client.post(reverse("translations:text", args=["km", FACTORIES]), {"form_0": "ទីបី", "seen": ""})

    page = answer.content.decode()
    assert "Somebody changed this text meanwhile" in page
    assert "ទីបី" in page  # what was typed
    assert OTHER in page  # what the other wrote
    assert isinstance(
        correct_text("km", FACTORIES, [OTHER], seen=first, actor=speaker, now=make.NOW), Unchanged
    )


def test_a_speaker_goes_through_what_is_not_reviewed(client, speaker):
    client.force_login(speaker)
    here = reverse("translations:texts", args=["km"])
    listed = client.get(here, {"state": "unreviewed", "readers": "outside"})
    first = listed.context["page"][0].released

    answer = client.post(
        reverse("translations:review", args=["km", first.key]) + "?state=unreviewed&readers=outside",
        {"seen": ""},
    )

    following = client.get(here, {"state": "unreviewed", "readers": "outside"}).context["page"][0].released
    assert (
        answer.url
        == reverse("translations:text", args=["km", following.key]) + "?readers=outside&state=unreviewed"
    )
    assert client.get(here, {"state": "reviewed"}).context["number"] == 1
    assert isinstance(review_text("km", first.key, seen=None, actor=speaker, now=make.NOW), Unchanged)


def test_words_are_found_in_english_and_in_the_translation(client, speaker):
    client.force_login(speaker)
    here = reverse("translations:texts", args=["km"])
    translated = catalogue_of("km").texts[FACTORIES].texts[0]
    for words in ("recognised FACTORIES", translated):
        found = [row.released.key for row in client.get(here, {"q": words}).context["page"]]
        assert FACTORIES in found
    assert client.get(here, {"q": "no such words anywhere"}).context["number"] == 0


def test_the_next_release_carries_what_speakers_wrote(speaker, tmp_path, capsys):
    version = correct_text("km", FACTORIES, [OTHER], seen=None, actor=speaker, now=make.NOW)
    call_command("export_translations", out=tmp_path, language=["km"], json=True)

    assert json.loads(capsys.readouterr().out) == {"corrected": {"km": 1}, "questions": {"km": 0}}
    entries = {entry.msgid: entry for entry in polib.pofile(str(tmp_path / "km.po"))}
    assert entries["Recognised factories"].msgstr == OTHER
    restore_text("km", FACTORIES, seen=version, actor=speaker, now=make.NOW + timedelta(hours=1))


def test_a_text_that_is_faulty_is_refused_by_the_command_too(speaker):
    with pytest.raises(TextFaulty) as refusal:
        correct_text("km", FACTORIES, ["%(n)s"], seen=None, actor=speaker, now=make.NOW)
    assert refusal.value.faults == [Fault.PLACEHOLDERS]
