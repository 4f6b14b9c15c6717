"""The questionnaires' texts as the desk reads them: each a released text, beside those of the interface."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from questionnaires.domain.corrections import WordingSlot
from questionnaires.queries.wordings import LoadedWording, loaded_wordings
from translations.domain.faults import LONGEST_WORDING
from translations.queries.catalogue import ReleasedText, TextAudience, key_of


@dataclass(frozen=True, slots=True)
class ReleasedWording(ReleasedText):
    """A text of a questionnaire: English, and the translation that was loaded ("" where there is none)."""

    slot: WordingSlot
    only_in: str  # the country that words it in its own way or is the only one asked; else ""
    loaded_as_reviewed: bool

    @property
    def longest(self) -> int:
        """Characters that fit into its translation."""
        return LONGEST_WORDING

    @property
    def readers(self) -> TextAudience:
        """Everybody who reads an assessment."""
        return TextAudience.OUTSIDE


def wordings_by_language(
    languages: Collection[str], *, countries: Collection[str] | None = None
) -> dict[str, dict[str, ReleasedWording]]:
    """The questionnaires' texts by language and key, in order; of some countries and of all. Four queries."""
    return {
        language: {
            released.key: released
            for released in map(_released, wordings)
            if countries is None or not released.only_in or released.only_in in countries
        }
        for language, wordings in loaded_wordings(languages).items()
    }


def _released(wording: LoadedWording) -> ReleasedWording:
    slot = wording.slot
    context = ":".join([slot.questionnaire, slot.place, slot.country, slot.code])
    return ReleasedWording(
        key_of(context, slot.english, ""), slot.code, slot.english, "", (wording.text,), (),
        slot=slot, only_in=wording.only_in, loaded_as_reviewed=wording.reviewed,
    )  # fmt: skip
