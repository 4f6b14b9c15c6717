"""What speakers corrected in a questionnaire's texts: beside the texts that were loaded, and shown in their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Texts = dict[str, Any]  # one language's, as `Questionnaire.texts` and `.corrections` have them


class WordingPlace(StrEnum):
    """Where a text stands among a language's texts."""

    CLUSTERS = "clusters"
    POINTS = "points"
    QUESTIONS = "questions"
    GUIDANCE = "guidance"  # by the code of its question; no country words it in its own way


@dataclass(frozen=True, slots=True)
class WordingSlot:
    """One text of a questionnaire that is translated: the same in each version that has the same English there."""

    questionnaire: str  # its code, without a version
    place: WordingPlace
    country: str  # of a question that a country words in its own way; else ""
    code: str
    english: str


@dataclass(frozen=True, slots=True)
class CorrectedWording:
    """A speaker's decision about one text: another translation, or that the released one is right (`text` is None)."""

    slot: WordingSlot
    text: str | None


def corrections_of(wordings: Iterable[CorrectedWording]) -> Texts:
    """One language's corrections of one version, as they are kept."""
    found: Texts = {}
    for wording in wordings:
        slot = wording.slot
        if slot.place == WordingPlace.QUESTIONS:
            found.setdefault("reviewed", {}).setdefault(slot.country, []).append(slot.code)
        if wording.text is None:
            continue
        if slot.country:
            found.setdefault("countries", {}).setdefault(slot.country, {})[slot.code] = wording.text
        else:
            found.setdefault(slot.place.value, {})[slot.code] = wording.text
    for codes in found.get("reviewed", {}).values():
        codes.sort()
    return found


def corrected(texts: Mapping[str, Any] | None, corrections: Mapping[str, Any] | None) -> Texts:
    """One language's texts as they are shown: the loaded ones with the corrections in their place."""
    texts, corrections = texts or {}, corrections or {}
    countries = {**texts.get("countries", {})}
    for country, own in corrections.get("countries", {}).items():
        countries[country] = {**countries.get(country, {}), **own}
    return {
        "reviewed": texts.get("reviewed", False),
        **{place.value: {**texts.get(place, {}), **corrections.get(place, {})} for place in WordingPlace},
        "countries": countries,
        "speakers": corrections.get("reviewed", {}),
    }


def is_reviewed(texts: Mapping[str, Any], country: str, code: str) -> bool:
    """Whether a speaker has read a question's shown translation: the whole file of the language, or this text."""
    return bool(texts["reviewed"]) or code in texts["speakers"].get(country, ())
