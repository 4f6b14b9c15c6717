"""The released catalogues: whole in every language, safe to show, and written in the language's own signs."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.reading import ROOT, sources, tree
from translations.domain.faults import faults_of, placeholders
from translations.queries.catalogue import catalogue_of, translated_languages

LANGUAGES = translated_languages()
OF_HAITIAN_CREOLE = "ui/formats/__init__.py"  # names of months that Django has in every other language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_may_be_shown(language: str) -> None:
    catalogue = catalogue_of(language)

    wrong = {
        text.english: faults
        for text in catalogue.texts.values()
        if not (language != "ht" and text.files == (OF_HAITIAN_CREOLE,))
        and (faults := faults_of(text.english, text.english_plural, text.texts, forms=catalogue.forms))
    }

    assert wrong == {}


SIGNS = {
    "ar": re.compile(r"[a-z\u0600-\u06ff] ?,(?!\d)|[\u0600-\u06ff];|\?$"),  # commas and marks of Latin script
    "bn": re.compile(r"[০-৯]"),  # digits are Latin, as dates and numbers are
    "vi": re.compile(r"[a-zà-ỹ,] Ngày "),  # a capital inside a sentence
    "ht": re.compile(r"\bpi plis\b"),  # "most", where "at most" is meant
}


@pytest.mark.parametrize("language", SIGNS)
def test_texts_are_written_in_the_language_s_own_signs(language: str) -> None:
    found = [
        shown
        for text in catalogue_of(language).texts.values()
        for shown in text.texts
        if SIGNS[language].search(_bare(shown))
    ]
    assert found == []


def _bare(text: str) -> str:
    for part in placeholders(text):
        text = text.replace(part, "x")
    return text


USUAL = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
GETTEXT = re.compile(r"n?p?gettext(_lazy|_noop)?")


def test_every_name_that_marks_a_text_is_one_that_is_gathered() -> None:
    """`make messages` knows gettext by its names; a text under another name would never be translated."""
    script = (ROOT / "scripts" / "messages.py").read_text()
    gathered = USUAL | set(re.findall(r'"(\w+)"', script.partition("ALIASES = (")[2].partition(")")[0]))
    strange = [
        (str(file), name.asname)
        for file in sources()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if GETTEXT.fullmatch(name.name) and name.asname and name.asname not in gathered
    ]

    assert strange == []
