"""What the questionnaires read in other languages, all at once: for whoever keeps a copy of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from questionnaires.domain.corrections import Texts, corrected
from questionnaires.models import Layout, Question, Questionnaire


@dataclass(slots=True)
class Translation:
    """One language, over all versions; where they differ, as the newest has it."""

    reviewed: bool = True  # whether speakers on the country teams have read every version's
    names: dict[str, str] = field(default_factory=dict)  # by code of a cluster or a compliance point
    questions: dict[str, str] = field(default_factory=dict)  # by the text in English, as some country asks it
    by_speakers: set[str] = field(
        default_factory=set
    )  # texts in English whose translation a speaker has read


def translations() -> dict[str, Translation]:
    """Every language that a questionnaire was translated into. Three queries."""
    english: dict[int, dict[str, str]] = {}
    for version, code, text in Question.objects.values_list("questionnaire_id", "code", "text"):
        english.setdefault(version, {})[code] = text
    worded: dict[tuple[int, str], dict[str, dict[str, str]]] = {}
    for version, country, wording in Layout.objects.exclude(country="").values_list(
        "questionnaire_id", "country", "wording"
    ):
        worded[version, country] = wording
    found: dict[str, Translation] = {}
    rows = Questionnaire.objects.order_by("valid_from", "id").values_list("id", "texts", "corrections")
    for version, texts, corrections in rows:
        for language in {**texts, **corrections}:
            words = corrected(texts.get(language), corrections.get(language))
            translation = found.setdefault(language, Translation())
            translation.reviewed = translation.reviewed and words["reviewed"]
            translation.names |= words["points"] | words["clusters"]
            _add_questions(translation, words, english[version], "")
            for country in words["countries"]:
                wording = worded.get((version, country), {})
                own = {code: text["text"] for code, text in wording.items()}
                _add_questions(translation, words, own, country)
    return found


def _add_questions(translation: Translation, words: Texts, english: Mapping[str, str], country: str) -> None:
    """Add the questions of one version, as a country words them ("": as all do)."""
    texts = words["countries"][country] if country else words["questions"]
    read = set(words["speakers"].get(country, ()))
    for code, text in texts.items():
        if code in english:
            translation.questions[english[code]] = text
            (translation.by_speakers.add if code in read else translation.by_speakers.discard)(english[code])
