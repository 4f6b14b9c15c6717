"""The desk corrects questionnaires too: beside English, by country, live at once, kept with who and when."""

from __future__ import annotations

import json
import tomllib
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from journal.commands import Unchanged
from journal.models import Delivery, Event
from questionnaires.commands import load_questionnaire
from questionnaires.models import Layout, Questionnaire
from questionnaires.queries.questionnaires import place_names, question_words, words_by_layout
from questionnaires.queries.translations import translations
from tests import make
from tests.translations.test_hostile_corrections import HOSTILE, NO_TEXTS
from translations.commands import (
    NothingToReview,
    TextChanged,
    TextFaulty,
    correct_text,
    restore_text,
    review_text,
)
from translations.models import TextVersion
from translations.policies import NotYourWording
from translations.queries.wordings import wordings_by_language
from translations.same_transaction import show_wordings

pytestmark = pytest.mark.django_db(transaction=True)

EXIT = "OS-8-06"  # all countries ask it in the same words
DRILLS = "OS-8-07"  # Cambodia words it in its own way
OTHER = "តើច្រកចេញទំនេរ និងមិនចាក់សោដែរឬទេ?"


@pytest.fixture(autouse=True)
def questionnaire():
    make.questionnaire()


@pytest.fixture
def speaker():
    return make.user(Role.ADVISER, country="KH")


def key_of(code: str, *, country: str = "", language: str = "km") -> str:
    wordings = wordings_by_language([language])[language].values()
    return next(one.key for one in wordings if (one.slot.code, one.slot.country) == (code, country))


def layout(country: str) -> int:
    return Layout.objects.get(country=country).pk


def read(code: str, country: str, language: str = "km") -> str:
    return question_words(layout(country), language=language)[code].text


def correct(code: str, text: str, actor, *, country: str = "", language: str = "km", seen: int | None = None):
    key = key_of(code, country=country, language=language)
    return correct_text(language, key, [text], seen=seen, actor=actor, now=make.NOW)


def test_a_correction_as_the_page_submits_it_is_live_and_back_again(speaker):
    client = Client(enforce_csrf_checks=True)
    client.force_login(speaker)
    before = read(EXIT, "KH")
    address = reverse("translations:text", args=["km", key_of(EXIT)])
    page = client.get(address)
    assert "Are exits within reach" in page.content.decode()
    assert before in page.content.decode()
    token = str(page.context["csrf_token"])

    answer = client.post(address, {"form_0": OTHER, "seen": "", "csrfmiddlewaretoken": token})

    assert answer.status_code == HTTPStatus.FOUND
    assert read(EXIT, "KH") == read(EXIT, "VN") == OTHER
    assert question_words(layout("KH"), language="km")[EXIT].reviewed
    public = Client().get(reverse("questionnaire", args=["cat", "1.0"]), headers={"Accept-Language": "km"})
    assert OTHER in public.content.decode()
    again = client.get(address).content.decode()
    assert speaker.name in again  # who, beside what was written
    version = TextVersion.objects.get()
    token = str(client.get(address).context["csrf_token"])

    client.post(
        reverse("translations:restore", args=["km", version.key]),
        {"seen": version.pk, "csrfmiddlewaretoken": token},
    )

    assert read(EXIT, "KH") == before
    kinds = Event.objects.filter(subject=f"text:km-{version.key}").order_by("at", "pk")
    assert list(kinds.values_list("kind", flat=True)) == ["wording.corrected", "wording.released"]
    assert Questionnaire.objects.get().corrections == {}


def test_what_a_country_words_in_its_own_way_is_corrected_apart(speaker):
    elsewhere = read(DRILLS, "VN")

    correct(DRILLS, OTHER, speaker, country="KH")

    assert read(DRILLS, "KH") == OTHER
    assert read(DRILLS, "VN") == elsewhere


def test_guidance_is_corrected_as_questions_are_and_reads_in_english_where_it_has_no_translation(speaker):
    """Beside its question in the list, as a text of its own."""
    wordings = wordings_by_language(["km"])["km"].values()
    guidance = next(one for one in wordings if (one.slot.place, one.slot.code) == ("guidance", EXIT))
    assert guidance.english.startswith("Walk every route")
    before = question_words(layout("KH"), language="km")[EXIT]

    correct_text("km", guidance.key, [OTHER], seen=None, actor=speaker, now=make.NOW)

    after = question_words(layout("KH"), language="km")[EXIT]
    assert (after.text, after.guidance, after.guidance_language) == (before.text, OTHER, "")
    assert question_words(layout("KH"))[EXIT].guidance == guidance.english
    stored = Questionnaire.objects.get()
    stored.texts["fr"].pop("guidance")
    stored.save(update_fields=["texts"])
    untranslated = question_words(layout("KH"), language="fr")[EXIT]
    assert (untranslated.guidance, untranslated.guidance_language) == (guidance.english, "en")


def test_a_country_words_its_own_questions_and_those_of_all(client, speaker):
    own = [one.only_in for one in wordings_by_language(["km"], countries={"KH"})["km"].values()]
    assert set(own) == {"", "KH"}
    foreign = next(one for one in wordings_by_language(["km"])["km"].values() if one.only_in == "BD")
    with pytest.raises(NotYourWording):
        correct_text("km", foreign.key, [OTHER], seen=None, actor=speaker, now=make.NOW)
    with pytest.raises(NotYourWording):
        review_text("km", foreign.key, seen=None, actor=speaker, now=make.NOW)
    client.force_login(speaker)
    address = reverse("translations:text", args=["km", foreign.key])
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    assert client.post(address, {"form_0": OTHER, "seen": ""}).status_code == HTTPStatus.NOT_FOUND
    assert not TextVersion.objects.exists()
    correct_text("km", foreign.key, [OTHER], seen=None, actor=make.user(Role.GLOBAL), now=make.NOW)


def test_a_question_that_one_country_adds_is_its_own():
    added = [one for one in wordings_by_language(["km"])["km"].values() if "KH0" in one.slot.code]

    assert added
    assert {one.only_in for one in added} == {"KH"}


def test_names_of_clusters_and_points_are_corrected_too(speaker):
    correct("OS-8", "ភាពអាសន្ន", speaker)

    assert place_names(language="km")["OS-8"] == "ភាពអាសន្ន"
    assert question_words(layout("KH"), language="km")[EXIT].point_name == "ភាពអាសន្ន"
    assert translations()["km"].names["OS-8"] == "ភាពអាសន្ន"


def test_the_list_is_narrowed_by_questionnaire_country_and_state(client, speaker):
    client.force_login(speaker)
    here = reverse("translations:texts", args=["km"])
    questions = client.get(here, {"part": "cat"}).context["number"]
    interface = client.get(here, {"part": "interface"}).context["number"]
    assert client.get(here).context["number"] == questions + interface
    own = client.get(here, {"part": "cat", "country": "KH"})
    assert {text.released.only_in for text in own.context["page"]} == {"KH"}
    first = own.context["page"][0].released

    answer = client.post(
        reverse("translations:review", args=["km", first.key]) + "?part=cat&country=KH&state=unreviewed",
        {"seen": ""},
    )

    reviewed = client.get(here, {"part": "cat", "state": "reviewed"})
    assert [text.released.key for text in reviewed.context["page"]] == [first.key]
    assert "part=cat&country=KH" in answer.url  # on to the next of the same list
    assert question_words(layout("KH"), language="km")[first.slot.code].reviewed
    assert not question_words(layout("VN"), language="km")[first.slot.code].reviewed
    assert isinstance(review_text("km", first.key, seen=None, actor=speaker, now=make.NOW), Unchanged)


@pytest.mark.parametrize(
    "text", [text for english, _plural, text in HOSTILE if english == "Keep"] + ["x" * 401, " "]
)
def test_what_a_page_would_run_or_break_on_is_refused(text, speaker):
    before = read(EXIT, "KH")

    with pytest.raises(TextFaulty):
        correct(EXIT, text, speaker)

    assert read(EXIT, "KH") == before


def test_the_desk_keeps_what_was_typed_and_says_what_is_wrong(client, speaker):
    client.force_login(speaker)
    address = reverse("translations:text", args=["km", key_of(EXIT)])

    marked = client.post(address, {"form_0": "<b រោងចក្រ", "seen": ""})
    long = client.post(address, {"form_0": "រ" * 401, "seen": ""})

    assert marked.status_code == long.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "&lt;b រោងចក្រ" in marked.content.decode()
    assert "Leave out signs" in marked.content.decode()
    assert "400" in long.content.decode()


@pytest.mark.parametrize("texts", [["<script>x</script>"], ["{", "}"], *NO_TEXTS], ids=repr)
def test_what_stands_in_the_table_all_the_same_is_not_shown(texts, speaker):
    before = read(EXIT, "KH")
    TextVersion.objects.create(
        language="km", key=key_of(EXIT), kind=TextVersion.Kind.CORRECTED, english="", texts=texts,
        written_at=make.NOW, written_by=speaker,
    )  # fmt: skip

    with transaction.atomic():
        show_wordings(["km"])
    correct("OS-8", "ភាពអាសន្ន", speaker)

    assert read(EXIT, "KH") == before


def test_two_who_write_the_same_text_hear_of_each_other(speaker):
    first = correct(EXIT, OTHER, speaker)
    colleague = make.user(Role.REVIEWER, country="KH")

    with pytest.raises(TextChanged):
        correct(EXIT, "ទីបី", colleague)

    correct(EXIT, "ទីបី", colleague, seen=first)
    assert isinstance(correct(EXIT, "ទីបី", colleague, seen=first), Unchanged)
    assert read(EXIT, "KH") == "ទីបី"


def test_what_has_no_translation_is_written_but_not_found_right(speaker):
    Questionnaire.objects.update(texts={})
    with pytest.raises(NothingToReview):
        review_text("km", key_of(EXIT), seen=None, actor=speaker, now=make.NOW)

    correct(EXIT, OTHER, speaker)

    words = question_words(layout("KH"), language="km")
    assert words[EXIT].text == OTHER
    assert words["OS-8-04"].text == question_words(layout("KH"))["OS-8-04"].text


def test_loading_again_and_the_next_version_keep_what_speakers_wrote(speaker):
    correct(EXIT, OTHER, speaker)
    release = make.cat()
    texts = {"km": replace(release.texts["km"], questions={**release.texts["km"].questions, EXIT: "ថ្មី"})}
    said = {
        "layouts": release.layouts,
        "marks": release.marks,
        "texts": texts,
        "actor": None,
        "now": make.NOW,
    }

    load_questionnaire(release.questionnaire, **said)
    assert read(EXIT, "KH") == OTHER
    Questionnaire.objects.update(corrections={})  # as of a version that comes now
    load_questionnaire(release.questionnaire, **(said | {"texts": release.texts}))

    assert read(EXIT, "KH") == OTHER
    seen = TextVersion.objects.get().pk
    restore_text("km", key_of(EXIT), seen=seen, actor=speaker, now=make.NOW)
    assert read(EXIT, "KH") == release.texts["km"].questions[EXIT]


def test_factories_brands_and_the_public_read_it_after_the_worker(speaker):
    correct(EXIT, OTHER, speaker)

    assert Delivery.objects.filter(reaction="portal.refresh_wording").exists()
    words = translations()["km"]
    english = question_words(layout("VN"))[EXIT].text
    assert words.questions[english] == OTHER
    assert words.by_speakers == {english}


def test_verify_finds_nothing_and_then_what_was_written_past_the_desk(speaker):
    correct(EXIT, OTHER, speaker)
    assert _problems() == []
    one = Questionnaire.objects.get()
    Questionnaire.objects.filter(pk=one.pk).update(corrections={"km": {"questions": {EXIT: "x"}}})

    assert any("uestionnaire" in problem for problem in _problems())


def _problems() -> list[str]:
    out = StringIO()
    with suppress(CommandError, SystemExit):  # it says that there are problems
        call_command("verify", "--json", stdout=out, stderr=StringIO())
    found = json.loads(out.getvalue())
    return [json.dumps(problem) for problem in found["problems"] if "uestionnaire" in json.dumps(problem)]


def test_the_next_release_carries_what_speakers_wrote(speaker, tmp_path, capsys):
    correct(EXIT, OTHER, speaker)
    correct(DRILLS, OTHER, speaker, country="KH")

    call_command("export_translations", out=tmp_path, language=["km"], json=True)

    assert json.loads(capsys.readouterr().out)["questions"] == {"km": 2}
    written = tomllib.loads((tmp_path / "km.questions.toml").read_text(encoding="utf-8"))
    assert written == {
        "questions": {EXIT: OTHER},
        "countries": {"KH": {"questions": {DRILLS: OTHER}}},
    }


def test_lists_ask_as_many_statements_however_much_was_corrected(
    client, speaker, django_assert_max_num_queries
):
    for code in (EXIT, "OS-8", "OS-8-04"):
        correct(code, OTHER, speaker)
    client.force_login(speaker)
    client.get(reverse("translations:texts", args=["km"]))

    with django_assert_max_num_queries(20):
        client.get(reverse("translations:texts", args=["km"]), {"part": "cat"})
    with django_assert_max_num_queries(3):
        words_by_layout(language="km")
