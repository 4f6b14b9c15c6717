"""Speakers' corrections of questionnaires, kept beside each version in the transaction that brings the one or other."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from accounts.models import User
from journal.events import Happening
from questionnaires.domain.corrections import CorrectedWording
from questionnaires.same_transaction import apply_corrections
from translations.domain.faults import is_whole
from translations.models import TextVersion
from translations.queries.catalogue import translated_languages
from translations.queries.versions import ShownText, latest_versions
from translations.queries.wordings import ReleasedWording, wordings_by_language

Kind = TextVersion.Kind


def show_in_new_versions(_happenings: Sequence[Happening], *, actor: User | None, at: datetime) -> None:  # noqa: ARG001
    """A version was loaded: it shows what speakers had corrected."""
    show_wordings(translated_languages())


def show_wordings(languages: Collection[str]) -> None:
    """Show in every questionnaire what speakers decided about its texts in some languages."""
    apply_corrections(lambda: _decisions(languages))


def _decisions(languages: Collection[str]) -> dict[str, list[CorrectedWording]]:
    released = wordings_by_language(languages)
    return {
        language: [
            CorrectedWording(wording.slot, version.texts[0] if version.kind == Kind.CORRECTED else None)
            for version, wording in _decided(language, released[language].values())
        ]
        for language in languages
    }


def _decided(
    language: str, released: Collection[ReleasedWording]
) -> list[tuple[TextVersion, ReleasedWording]]:
    """Texts that a speaker wrote or found right; what today's rules refuse is passed over, as in the interface."""
    latest = latest_versions(language)
    return [
        (latest[wording.key], wording)
        for wording in released
        if wording.key in latest and _is_shown(ShownText(wording, latest[wording.key]), latest[wording.key])
    ]


def _is_shown(shown: ShownText, version: TextVersion) -> bool:
    english, longest = shown.released.english, shown.released.longest
    return shown.is_reviewed and is_whole(english, "", version.texts, forms=1, longest=longest)
