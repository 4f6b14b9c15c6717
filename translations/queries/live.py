"""Corrections in every running process: read from the database into the texts that gettext holds.

A process asks for new versions at most every `TRANSLATION_CHECK_SECONDS` (one indexed statement), before a request or a
task. What speakers wrote is put before the released texts of the language, so that a correction shows everywhere
within seconds and without a release.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import trans_real

from criteria.queries.wordings import texts_of_documents
from translations.domain.faults import is_whole
from translations.models import TextVersion
from translations.queries.catalogue import ReleasedText, catalogue_of, translated_languages

logger = logging.getLogger(__name__)
READ_AGAIN = 50  # versions; showing one twice changes nothing


@dataclass(slots=True)
class _Progress:
    """How far this process has read."""

    latest: int = 0
    changes: int = 0
    asked_at: float | None = None
    approved_at: datetime | None = None  # of the latest criteria whose translations are shown
    corrected: set[tuple[str, str]] = field(default_factory=set)  # language and English: by speakers
    of_criteria: dict[tuple[str, str], str] = field(default_factory=dict)


_progress = _Progress()


def refresh_when_due(**_signal: Any) -> None:
    """Read new versions unless this process asked a moment ago. A database that does not answer changes nothing."""
    seconds: float | None = settings.TRANSLATION_CHECK_SECONDS
    now = time.monotonic()
    if seconds is None or (_progress.asked_at is not None and now - _progress.asked_at < seconds):
        return
    _progress.asked_at = now
    try:
        refresh()
    except DatabaseError:
        return  # the page itself says what is wrong with the database


def changes_shown() -> int:
    """How often a text has changed in this process: what was made of texts before is made anew when this has grown."""
    return _progress.changes


def refresh() -> None:
    """Put versions that this process has not seen before the texts of their language.

    The last few are read again: of two written at the same moment the one with the lower number may come later.
    """
    rows = TextVersion.objects.filter(pk__gt=_progress.latest - READ_AGAIN).order_by("pk")
    for row in rows.only("language", "key", "kind", "texts"):
        show(row)
        _progress.latest = row.pk
    for approved_at, language, english, text in texts_of_documents(_progress.approved_at):
        show_text_of_criteria(language, english, text)
        _progress.approved_at = approved_at


def show_text_of_criteria(language: str, english: str, text: str) -> None:
    """Show a translation that approved criteria bring along, before the release's; speakers' corrections stay."""
    _progress.of_criteria[language, english] = text
    if language in translated_languages() and (language, english) not in _progress.corrected:
        _put_form(merged_catalogue(language), english, text)


def show(version: TextVersion) -> None:
    """Show one version in this process from now on.

    A text that the release no longer has is passed over, and so is one that today's rules refuse: it may have been
    written before them, or past them, and would break pages.
    """
    if version.language not in translated_languages():
        return
    catalogue = catalogue_of(version.language)
    released = catalogue.texts.get(version.key)
    if released is None or version.kind == TextVersion.Kind.REVIEWED:
        return
    back_to_released = version.kind == TextVersion.Kind.RELEASED
    corrected = (version.language, released.english)
    if back_to_released:
        _progress.corrected.discard(corrected)
    texts = released.texts if back_to_released else version.texts
    if back_to_released and corrected in _progress.of_criteria:
        texts = (_progress.of_criteria[corrected],)
    if version.kind != TextVersion.Kind.RELEASED and not is_whole(
        released.english, released.english_plural, texts, forms=catalogue.forms
    ):
        logger.warning("version %s of text %s is not shown: it would break pages", version.pk, version.key)
        return
    if not back_to_released:
        _progress.corrected.add(corrected)
    _put(version.language, released, texts)


def merged_catalogue(language: str) -> trans_real.TranslationCatalog:
    """What Django looks texts of a language up in: the project's own texts first. No public name leads there."""
    merged: trans_real.TranslationCatalog = trans_real.translation(language)._catalog  # type: ignore[attr-defined]  # noqa: SLF001
    return merged


def _put(language: str, text: ReleasedText, texts: Any) -> None:
    """Write into Django's merged catalogue of the language, whose first part it looks into first."""
    catalogue = merged_catalogue(language)
    msgid = f"{text.context}{trans_real.CONTEXT_SEPARATOR}{text.english}" if text.context else text.english
    if text.english_plural:
        english = (text.english, text.english_plural)
        for number, form in enumerate(texts):
            _put_form(catalogue, (msgid, number), form or english[min(number, 1)])
    else:
        _put_form(catalogue, msgid, texts[0] or text.english)


def _put_form(catalogue: trans_real.TranslationCatalog, key: str | tuple[str, int], text: str) -> None:
    """Under one key. Versions are read again and again: only what differs is a change."""
    if catalogue.get(key) != text:
        catalogue[key] = text
        _progress.changes += 1
