"""What speakers decided about texts: the latest version of each, and all of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Max

from translations.models import TextVersion
from translations.queries.catalogue import ReleasedText, catalogue_of
from translations.queries.wordings import ReleasedWording, wordings_by_language


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text as pages show it today, with the latest decision of a speaker about it."""

    released: ReleasedText
    version: TextVersion | None

    @property
    def texts(self) -> tuple[str, ...]:
        """The translation that is shown; "" where English is."""
        if self.version is None or self.version.kind != TextVersion.Kind.CORRECTED:
            return self.released.texts
        return tuple(self.version.texts)

    @property
    def is_translated(self) -> bool:
        """Whether each form has a translation."""
        return all(self.texts)

    @property
    def is_reviewed(self) -> bool:
        """Whether a speaker wrote it, or found right what is shown now."""
        if self.version is not None and self.version.kind == TextVersion.Kind.CORRECTED:
            return True
        if isinstance(self.released, ReleasedWording) and self.released.loaded_as_reviewed:
            return True
        if self.version is None or self.version.kind != TextVersion.Kind.REVIEWED:
            return False
        return tuple(self.version.texts) == self.released.texts

    @property
    def is_corrected(self) -> bool:
        """Whether what is shown differs from the release."""
        return self.texts != self.released.texts


def shown_texts(language: str, wordings: Iterable[ReleasedWording]) -> list[ShownText]:
    """The interface's texts of a language as they are shown, in the order of the catalogue, then some questionnaire's.

    One query.
    """
    latest = latest_versions(language)
    released = [*catalogue_of(language).texts.values(), *wordings]
    return [ShownText(text, latest.get(text.key)) for text in released]


def released_text(language: str, key: str) -> ReleasedText | None:
    """A text of the interface, or of a questionnaire, by its key. Four queries at most."""
    return catalogue_of(language).texts.get(key) or wordings_by_language([language])[language].get(key)


def latest_versions(language: str) -> Mapping[str, TextVersion]:
    """The latest version of each text of a language that has one, by key."""
    latest = TextVersion.objects.filter(language=language).values("key").annotate(latest=Max("pk"))
    rows = TextVersion.objects.filter(pk__in=latest.values("latest")).select_related("written_by")
    return {row.key: row for row in rows}


def versions_of(language: str, key: str) -> list[TextVersion]:
    """Every version of one text, latest first."""
    rows = TextVersion.objects.filter(language=language, key=key).select_related("written_by")
    return list(rows.order_by("-pk"))
