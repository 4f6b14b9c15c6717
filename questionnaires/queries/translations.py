"""What the questionnaires read in other languages, all at once: for whoever keeps a copy of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from questionnaires.models import Layout, Question, Questionnaire


@dataclass(slots=True)
class Translation:
    """One language, over all versions; where they differ, as the newest has it."""

    reviewed: bool = True  # whether speakers on the country teams have read every version's
    names: dict[str, str] = field(default_factory=dict)  # by code of a cluster or a compliance point
    questions: dict[str, str] = field(default_factory=dict)  # by the text in English, as some country asks it


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
    rows = Questionnaire.objects.order_by("valid_from", "id").values_list("id", "texts")
    for version, texts in rows:
        for language, words in texts.items():
            translation = found.setdefault(language, Translation())
            translation.reviewed = translation.reviewed and words["reviewed"]
            translation.names |= words["points"] | words["clusters"]
            translation.questions |= {
                english[version][code]: text for code, text in words["questions"].items()
            }
            for country, own in words.get("countries", {}).items():
                wording = worded.get((version, country), {})
                translation.questions |= {
                    wording[code]["text"]: text for code, text in own.items() if code in wording
                }
    return found
