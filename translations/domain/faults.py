"""Faults of a translation that would break a page or a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import TypeGuard

# what pages, formatted texts, terminals and letters read as commands, wherever it stands outside a placeholder
SIGNS = re.compile(r'[<>&"{}%\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]')
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|</?\w+[^>]*>|&\w+;")
LONGEST = 4_000
LONGEST_WORDING = 400  # of a questionnaire's text, which stands in answers' tables and plans


class Fault(StrEnum):
    """What is wrong with a translation."""

    EMPTY = "empty"
    PLACEHOLDERS = "placeholders"
    SIGNS = "signs"
    DIGITS = "digits"
    EDGES = "edges"
    FORMS = "forms"
    LONG = "long"


def placeholders(text: str) -> list[str]:
    """Parts of a text that a translation keeps as they are, in their order: `%(n)s`, `{name}`, `<b>`, `%%`."""
    return PLACEHOLDER.findall(text)


def is_whole(
    english: str, english_plural: str, texts: object, *, forms: int, longest: int = LONGEST
) -> TypeGuard[list[str]]:
    """Whether what stands in the table is a translation that may be shown, whoever put it there."""
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        return False
    return not faults_of(english, english_plural, texts, forms=forms, longest=longest)


def faults_of(
    english: str, english_plural: str, texts: Sequence[str], *, forms: int, longest: int = LONGEST
) -> list[Fault]:
    """What is wrong with a translation; empty when it may be shown.

    Args:
        english: the text of the source.
        english_plural: its plural, "" for a text without one.
        texts: the translation; one string for each plural form of the language, else exactly one.
        forms: how many plural forms the language has.
        longest: characters that fit.
    """
    if len(texts) != (forms if english_plural else 1):
        return [Fault.FORMS]
    found = [fault for text in texts for fault in _faults(english, english_plural, text, longest)]
    return list(dict.fromkeys(found))


def _faults(english: str, english_plural: str, text: str, longest: int) -> list[Fault]:
    if not text.strip():
        return [Fault.EMPTY]
    if len(text) > longest:
        return [Fault.LONG]
    checks = {
        Fault.PLACEHOLDERS: _other_placeholders(english, english_plural, text),
        Fault.SIGNS: bool(_signs(text) - (_signs(english) | _signs(english_plural))),
        Fault.DIGITS: _digit_systems(text) > 1,
        Fault.EDGES: _edges(english) != _edges(text),
    }
    return [fault for fault, is_there in checks.items() if is_there]


def _signs(text: str) -> Counter[str]:
    """Signs outside the placeholders; a text of several lines may be broken into others."""
    found = Counter(SIGNS.findall(PLACEHOLDER.sub("", text)))
    if found["\n"]:
        found["\n"] = LONGEST if "\n" in text.strip() else 1
    return found


def _other_placeholders(english: str, english_plural: str, text: str) -> bool:
    """A form of a plural may leave a number out ("one factory"), but have nothing that English has not."""
    formatted = "%(" in english + english_plural
    if not english_plural:
        return _counted(english, formatted=formatted) != _counted(text, formatted=formatted)
    allowed = {*placeholders(english), *placeholders(english_plural), *(["%%"] if formatted else [])}
    return not set(placeholders(text)) <= allowed or _tags(text) not in (
        _tags(english),
        _tags(english_plural),
    )


def _counted(text: str, *, formatted: bool) -> Counter[str]:
    """The placeholders of a text; a sign of per cent may take the place of the words where the text is formatted."""
    return Counter(part for part in placeholders(text) if not (formatted and part == "%%"))


def _tags(text: str) -> list[str]:
    return sorted(part for part in placeholders(text) if part.startswith(("<", "&")))


def _digit_systems(text: str) -> int:
    bare = PLACEHOLDER.sub("", text)
    return len({ord(char) - unicodedata.digit(char) for char in bare if char.isdecimal()})


def _edges(text: str) -> tuple[bool, bool]:
    """Whether it begins and ends with a line's end, which gettext wants the same in both."""
    return text.startswith("\n"), text.endswith("\n")
