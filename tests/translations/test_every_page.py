"""Every page of the world outside the programme, in every language: nothing is left in English, and each is written in
its own signs. Read as a manager, a workers' representative, a brand, an inspector and the public would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import dates, translation

from accounts.models import User
from countries.queries.countries import local_name
from tests import make
from tests.access.pages import PAGES
from tests.access.proved import just_proved
from tests.access.scene import PUBLIC, Scene, scene
from tests.translations.reading import Words, words_of
from tests.translations.records import records
from translations.queries.catalogue import catalogue_of, translated_languages

pytestmark = [pytest.mark.django_db, pytest.mark.long]

READERS = (PUBLIC, "factory", "worker", "brand", "inspector")
IN_ANOTHER = ["km"]
"""Each case of a page is read in every language by the first of its readers, and in one by the others."""
KINDRED = {"es", "fr", "ht", "id"}
"""Languages that share words with English: those that their own texts have are no fault."""
SAME = {("vi", "Menu"), ("vi", "Email")}
"""Texts that are a language's own word."""

LETTERS = re.compile(r"[A-Za-z]{2,}")
CODES = re.compile(r"\S*[\d_@]\S*|\b[A-Z]-[A-Z]{5}-[A-Z]{5}\b|\bcat\b|https?://\S+")
"""Numbers and codes of questions, criteria, factories and measures; addresses; numbers of reports, which by chance may
be without a digit."""
PARTS = re.compile(r"%\(\w+\)[sd]|<[^>]*>")
PRODUCT = (
    "Better Work Recognition",
    "Better Work",
    "Recognition",
    "API",
    "PDF",
    "CSV",
    "JSON",
    "Excel",
    "SHA",
    "ILO",
    "GLN",
    "OS Hub",
    "webhook.test",  # the types of messages, as programs read them
)
OTHER_DIGITS = re.compile(r"[٠-٩۰-۹০-৯០-៩]")
SIGNS = {
    "ar": re.compile(r"[\u0600-\u06ff] ?[,;]|[\u0600-\u06ff] ?\?"),
    "vi": re.compile(r"[a-zà-ỹ,] Ngày "),
}
PER_CENT = {"fr": re.compile(r"\d[ \u00a0]?%"), "es": re.compile(r"\d[ \u202f]?%")}
OTHER_PER_CENT = re.compile(r"\d\s%")
"""A sign of per cents that stands as another language writes it: "9%", French "9\u202f%", Spanish "9\u00a0%"."""


def test_nothing_is_left_in_english_on_any_page():
    """Three questions to each text of each page, because one walk over all pages takes its time.

    A text that reads as in English is a fault, unless it is a text of record; so are another script's digits, commas or
    capitals; a text of record that stands alone has a direction of its own: in <bdi>, or under dir="auto".
    """
    here = scene()
    known = records()
    faults: dict[tuple[str, str, str], str] = {}
    for person, address, pages in pages_in_languages(here):
        english = {words.text for words in pages["en"]}
        for language in pages.keys() - {"en"}:
            for words in pages[language]:
                for fault in faults_of(words, english, known, language):
                    faults.setdefault((fault, language, words.text), f"<{words.place}> {address} as {person}")

    assert "\n".join(f"{key}: {where}" for key, where in sorted(faults.items())) == ""


def faults_of(words: Words, english: set[str], known: list[str], language: str) -> Iterator[str]:
    """What is wrong with a text of a page."""
    if words.text in english and left_in_english(words.text, known, language):
        yield "in English"
    bare = without(words.text, known)
    if OTHER_DIGITS.search(bare):
        yield "digits of another script"
    if language in SIGNS and SIGNS[language].search(bare):
        yield "another script's signs"
    if PER_CENT.get(language, OTHER_PER_CENT).search(words.text):
        yield "per cents as another language writes them"
    if words.in_text and not words.apart and words.text in known:
        yield "a text of record without a direction of its own"


def pages_in_languages(here: Scene) -> Iterator[tuple[str, str, dict[str, list[Words]]]]:
    """Who reads, the address, and the page's words in English and in the other languages."""
    seen: set[tuple[str, int]] = set()
    for person in READERS:
        client = Client()
        if person != PUBLIC:
            client.force_login(here.people[person])
            just_proved(client)
        for address, languages in addresses(person, here, seen):
            english = read(client, address, "en", here)
            if english is not None:
                pages = {language: read(client, address, language, here) or b"" for language in languages}
                yield (
                    person,
                    address,
                    {lang: words_of(page) for lang, page in [("en", english), *pages.items()]},
                )


def addresses(person: str, here: Scene, seen: set[tuple[str, int]]) -> Iterator[tuple[str, list[str]]]:
    """What a person may open, of what holds something of theirs, and the languages to read it in."""
    for route, cases in PAGES.items():
        for place, case in enumerate(cases):
            key = (route, place)
            if person in case.readers and not is_for_machines(route) and not (case.plain and key in seen):
                query = f"?{case.query}" if case.query else ""
                yield (
                    reverse(route, kwargs=case.fill(here)) + query,
                    IN_ANOTHER if key in seen else translated_languages(),
                )
                seen.add(key)


def is_for_machines(route: str) -> bool:
    """Whether an address is for programs or for whoever builds pages."""
    return route in {"styleguide", "api:docs"} or route.startswith("api:")


def read(client: Client, address: str, language: str, here: Scene) -> bytes | None:
    """The page, unless it is a file, or leads elsewhere."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    # an invitation is read in the language of whoever is invited
    User.objects.filter(pk=here.things["invited"].pk).update(language=language)
    response = client.get(address)
    if response.status_code == HTTPStatus.OK and response.headers["Content-Type"].startswith("text/html"):
        return response.content
    if response.streaming:
        list(response.streaming_content)  # a file that nobody reads to its end stays open
    return None


def left_in_english(text: str, known: list[str], language: str) -> bool:
    """Whether a text that reads as in English has words of its own."""
    if (language, text) in SAME:
        return False
    bare = without(text, [*known, *PRODUCT])
    return bool(words_in(bare) - (shared(language) if language in KINDRED else set()))


def words_in(text: str) -> set[str]:
    """The words of a text in Latin letters, without codes and the parts that are filled in."""
    return {word.casefold() for word in LETTERS.findall(CODES.sub(" ", PARTS.sub(" ", text)))}


def without(text: str, parts: list[str]) -> str:
    """A text without texts of record."""
    for part in parts:
        if part in text:
            text = text.replace(part, " ")
    return text


@cache
def shared(language: str) -> set[str]:
    """Words that the language writes as English does: "questions", "Vietnam", "Discrimination", "Apr"."""
    pairs = [
        (f"{text.english} {text.english_plural}", " ".join(text.texts))
        for text in catalogue_of(language).texts.values()
    ]
    days = [*dates.MONTHS.values(), *dates.MONTHS_3.values(), *dates.WEEKDAYS.values()]
    for word in days:
        with translation.override(language):
            pairs.append((word._args[0], str(word)))
    for country in ("KH", "VN", "BD", "ID", "JO", "HT", "NI"):
        with translation.override("en"):
            english = local_name(country)
        with translation.override(language):
            pairs.append((english, local_name(country)))
    release = make.cat()
    texts = release.texts[language]
    pairs += [(one.name, texts.cluster(one.code, "")) for one in release.questionnaire.clusters]
    pairs += [(one.name, texts.point(one.code, "")) for one in release.questionnaire.points]
    return {word for english, shown in pairs for word in words_in(english) & words_in(shown)}
