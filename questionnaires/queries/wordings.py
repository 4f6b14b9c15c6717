"""Every text of the questionnaires that is translated, with what was loaded for it: for the translation desk."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from questionnaires.domain.corrections import WordingPlace, WordingSlot
from questionnaires.models import Layout, Question, Questionnaire


@dataclass(frozen=True, slots=True)
class LoadedWording:
    """A text as it was loaded in one language; "" where it has no translation."""

    slot: WordingSlot
    only_in: str  # the country that words it in its own way or is the only one asked; else ""
    text: str
    reviewed: bool  # in the file of the language


def slots_by_version() -> dict[int, dict[WordingSlot, str]]:
    """The texts of each version by its id, in the order of the sheet, each with the only country. Three queries."""
    questions: dict[int, dict[str, tuple[str, str]]] = {}
    for version, code, text, guidance in Question.objects.order_by("position").values_list(
        "questionnaire_id", "code", "text", "guidance"
    ):
        questions.setdefault(version, {})[code] = text, guidance
    wordings: dict[int, dict[str, Mapping[str, Any]]] = {}
    rows = Layout.objects.order_by("country").values_list("questionnaire_id", "country", "wording")
    for version, country, wording in rows:
        wordings.setdefault(version, {})[country] = wording
    versions = Questionnaire.objects.order_by("-valid_from", "-id").values_list("id", "code", "points")
    return {
        version: _slots(code, points, questions.get(version, {}), wordings.get(version, {}))
        for version, code, points in versions
    }


def _slots(
    name: str,
    points: list[Any],
    questions: Mapping[str, tuple[str, str]],
    wordings: Mapping[str, Mapping[str, Any]],
) -> dict[WordingSlot, str]:
    found: dict[WordingSlot, str] = {}
    for point, cluster, point_name, cluster_name in points:
        found[WordingSlot(name, WordingPlace.CLUSTERS, "", cluster, cluster_name)] = ""
        found[WordingSlot(name, WordingPlace.POINTS, "", point, point_name)] = ""
    for code, (text, guidance) in questions.items():
        places = [country for country, wording in wordings.items() if code in wording]
        only_in = places[0] if len(places) == 1 else ""
        found[WordingSlot(name, WordingPlace.QUESTIONS, "", code, text)] = only_in
        if guidance:
            found[WordingSlot(name, WordingPlace.GUIDANCE, "", code, guidance)] = only_in
        for country in places:
            own = wordings[country][code]["text"]
            if own != text:
                found[WordingSlot(name, WordingPlace.QUESTIONS, country, code, own)] = country
    return found


def loaded_wordings(languages: Collection[str]) -> dict[str, list[LoadedWording]]:
    """Every text of every questionnaire in some languages, those of the newest version first. Four queries."""
    slots = slots_by_version()
    columns = [f"texts__{language}" for language in languages]
    rows = Questionnaire.objects.order_by("-valid_from", "-id").values_list("id", *columns)
    found: dict[str, dict[WordingSlot, LoadedWording]] = {language: {} for language in languages}
    for version, *by_language in rows:
        for language, texts in zip(languages, by_language, strict=True):
            for slot, only_in in slots[version].items():
                found[language].setdefault(slot, _loaded(slot, only_in, texts or {}))
    return {language: list(wordings.values()) for language, wordings in found.items()}


def _loaded(slot: WordingSlot, only_in: str, texts: Mapping[str, Any]) -> LoadedWording:
    there = texts.get("countries", {}).get(slot.country, {}) if slot.country else texts.get(slot.place, {})
    text = there.get(slot.code, "")
    return LoadedWording(slot, only_in, text, reviewed=bool(text and texts.get("reviewed")))
