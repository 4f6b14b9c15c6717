"""Criteria documents in the words of a reader: what differs, and the translations that they bring along."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext

from countries.queries.countries import country_names
from criteria.domain.criteria import CriteriaDocument
from criteria.domain.differences import CriteriaChange, Naming, differences
from criteria.models import CriteriaVersion
from criteria.queries.criteria import document_of


def naming() -> Naming:
    """The active language's words, with names of countries and languages. One statement."""
    languages = {code: str(name) for code, name in settings.LANGUAGES}
    return Naming(gettext, country_names(), languages)


def changes_in_words(old: CriteriaDocument | None, new: CriteriaDocument) -> list[CriteriaChange]:
    """What differs, in the active language. One statement."""
    return differences(old, new, naming())


def texts_of_documents(since: datetime | None) -> Iterator[tuple[datetime, str, str, str]]:
    """What documents approved after a moment bring along: moment, language, English, translation. One statement.

    In the order of their approval, so that the latest comes last.
    """
    rows = CriteriaVersion.objects.filter(approved_at__isnull=False, text__contains="translations")
    if since is not None:
        rows = rows.filter(approved_at__gte=since)
    for at, text in rows.order_by("approved_at").values_list("approved_at", "text"):
        document = document_of(text)
        for language in document.languages:
            for english, translated in document.texts_in(language).items():
                yield at, language, english, translated  # type: ignore[misc]  # not null, by the filter
