"""The texts that came with the release, from `locale/<language>/LC_MESSAGES/django.po`."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import polib
from django.conf import settings

from translations.domain.faults import LONGEST

FORMS = re.compile(r"nplurals\s*=\s*(\d+)")
OUTSIDE_PATHS = re.compile(
    r"(templates/)?(portal|progress_reports|courses|committees|self_diagnosis|responses|next_steps|assessments|advisory|notifications|obligations"
    r"|stories|benefits|webhooks|ui|accounts|layouts|components|account|mfa|signed_out|offline|criteria/(documents|domain))\b"
)


class TextAudience(StrEnum):
    """Whose pages a text stands on: of people outside the programme (and perhaps staff), or of its staff alone."""

    OUTSIDE = "outside"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class ReleasedText:
    """A text of the interface: English, and the translation released with it ("" where there is none)."""

    key: str
    context: str
    english: str
    english_plural: str
    texts: tuple[str, ...]
    files: tuple[str, ...]

    @property
    def longest(self) -> int:
        """Characters that fit into its translation."""
        return LONGEST

    @property
    def is_translated(self) -> bool:
        """Whether each of its forms has a translation."""
        return all(self.texts)

    @property
    def readers(self) -> TextAudience:
        """Whose pages it stands on."""
        outside = any(OUTSIDE_PATHS.match(path) for path in self.files)
        return TextAudience.OUTSIDE if outside else TextAudience.STAFF


@dataclass(frozen=True, slots=True)
class TextCatalogue:
    """All texts of a language by their key, and how many plural forms it has."""

    forms: int
    texts: Mapping[str, ReleasedText]


def key_of(context: str, english: str, english_plural: str) -> str:
    """The key of a text: 32 hexadecimal digits that hold as long as its English does."""
    return hashlib.sha256("\x00".join([context, english, english_plural]).encode()).hexdigest()[:32]


def po_file(language: str) -> Path:
    """Where a language's texts stand."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def translated_languages() -> list[str]:
    """The codes of the languages that the interface is translated into."""
    return [code for code, _name in settings.LANGUAGES if po_file(code).is_file()]


@cache
def catalogue_of(language: str) -> TextCatalogue:
    """The released texts of a language, read once a process (half a second)."""
    entries = polib.pofile(str(po_file(language)))
    found = FORMS.search(entries.metadata.get("Plural-Forms", ""))
    forms = int(found[1]) if found else 1
    texts = [_released(entry, forms) for entry in entries if not entry.obsolete]
    return TextCatalogue(forms, {text.key: text for text in texts})


def _released(entry: polib.POEntry, forms: int) -> ReleasedText:
    context, plural = entry.msgctxt or "", entry.msgid_plural or ""
    texts = [entry.msgstr_plural.get(number, "") for number in range(forms)] if plural else [entry.msgstr]
    if entry.fuzzy:
        texts = [""] * len(texts)
    files = tuple(path for path, _line in entry.occurrences)
    key = key_of(context, entry.msgid, plural)
    return ReleasedText(key, context, entry.msgid, plural, tuple(texts), files)


@cache
def glossary_of(language: str) -> Mapping[str, str]:
    """The agreed word for each English term, from `locale/<language>/glossary.toml`."""
    path = Path(settings.LOCALE_PATHS[0]) / language / "glossary.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def terms_in(language: str, english: str) -> list[tuple[str, str]]:
    """The terms of the glossary that an English text has, longest first, each with its agreed word."""
    found = [
        (term, word)
        for term, word in glossary_of(language).items()
        if re.search(rf"\b{re.escape(term)}", english, re.IGNORECASE)
    ]
    return sorted(found, key=lambda pair: (-len(pair[0]), pair[0]))
