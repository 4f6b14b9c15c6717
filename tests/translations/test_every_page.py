"""Every page of the world outside the programme, in every language: nothing is left in English, and each is written in
its own signs. Walked as a factory's manager, its workers' representative, a brand, an inspector and the public would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.access.pages import PAGES
from tests.access.proved import just_proved
from tests.access.scene import PUBLIC, Scene, scene
from tests.translations.reading import Words, words_of
from tests.translations.records import records
from translations.queries.catalogue import catalogue_of, translated_languages

pytestmark = [pytest.mark.django_db, pytest.mark.long]

READERS = (PUBLIC, "factory", "worker", "brand", "inspector")
SAMPLES = {"styleguide", "api:docs"}  # for whoever builds pages or programs
ALL = tuple(translated_languages())
FOR_OTHERS = ("km",)
"""Each case of a page is read in every language by the first of its readers, and in one by the others."""
KINDRED = {"es", "fr", "ht", "id"}
"""Languages that share words with English: those are no fault that the catalogue has as such."""

LETTERS = re.compile(r"[A-Za-z]{2,}")
CODES = re.compile(r"\S*[\d_@]\S*|\b[a-z]+(?:-[a-z]+)+/[\d.]+|https?://\S+")
"""Numbers and codes of questions, criteria, factories, reports and measures; addresses."""
PARTS = re.compile(r"%\(\w+\)[sd]|<[^>]*>")
PRODUCT = ("Better Work Recognition", "Better Work", "API", "PDF", "CSV", "JSON", "Excel", "SHA", "ILO", "GLN", "OS Hub")
OTHER_DIGITS = re.compile(r"[٠-٩۰-۹০-৯០-៩]")
SIGNS = {
    "ar": re.compile(r"[\u0600-\u06ff] ?[,;]|[\u0600-\u06ff] ?\?"),
    "vi": re.compile(r"[a-zà-ỹ,] Ngày "),
}


def test_nothing_is_left_in_english_on_any_page():
    here = scene()
    known = records()
    english, unlike, together = [], [], []
    for person, address, pages in pages_in_languages(here):
        said = {words.text for words in pages["en"]}
        for language, page in pages.items():
            if language == "en":
                continue
            for words in page:
                if words.text in said and left_in_english(words.text, known, language):
                    english.append((language, words.text, words.place, person, address))
                bare = without(words.text, known)
                if OTHER_DIGITS.search(bare) or (language in SIGNS and SIGNS[language].search(bare)):
                    unlike.append((language, words.text, person, address))
                if words.in_text and not words.apart and words.text in known:
                    together.append((words.text, words.place, person, address))

    open("/tmp/lx/f.txt","w").write("\n=====\n".join([summed(english), summed(unlike), summed(together)]))
    assert [summed(english), summed(unlike), summed(together)] == ["", "", ""]


def pages_in_languages(here: Scene) -> Iterator[tuple[str, str, dict[str, list[Words]]]]:
    """Who reads, the address, and the page's words in English and in the other languages."""
    seen: set[tuple[str, int]] = set()
    for person in READERS:
        client = Client()
        if person != PUBLIC:
            client.force_login(here.people[person])
            just_proved(client)
        for route, cases in PAGES.items():
            if route in SAMPLES or route.startswith("api:"):
                continue
            for place, case in enumerate(cases):
                if person not in case.readers or (case.plain and (route, place) in seen):
                    continue
                address = reverse(route, kwargs=case.fill(here)) + (f"?{case.query}" if case.query else "")
                languages = FOR_OTHERS if (route, place) in seen else ALL
                seen.add((route, place))
                pages = {}
                for language in ("en", *languages):
                    page = read(client, address, language, here)
                    if page is None:
                        break
                    pages[language] = words_of(page)
                if len(pages) > 1:
                    yield person, address, pages


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


_shared: dict[str, set[str]] = {}


def shared(language: str) -> set[str]:
    """Words that the language's catalogue writes as English does: "questions", "Sessions", "Final"."""
    if language not in _shared:
        _shared[language] = {
            word
            for text in catalogue_of(language).texts.values()
            for shown in text.texts
            for word in words_in(shown) & words_in(f"{text.english} {text.english_plural}")
        }
    return _shared[language]


def summed(faults: list[tuple[str, ...]]) -> str:
    """Each text once, with the languages and one page."""
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for fault in faults:
        found.setdefault(fault[1:3] if len(fault) > 4 else fault[-3:-2], []).append(fault)
    return "\n".join(
        f"{' '.join(map(str, key))}: {len(every)} times, first {every[0]}, {sorted({one[0] for one in every})}"
        for key, every in found.items()
    )
