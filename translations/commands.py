"""What can be done to a text: correct it, find it right, take a correction back. Each is live at once.

A text is one of the interface or of a questionnaire, as its key says.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import Refused
from translations.domain.faults import Fault, faults_of
from translations.models import TextVersion
from translations.policies import check_may_translate, check_may_word
from translations.queries.catalogue import catalogue_of
from translations.queries.live import show
from translations.queries.versions import ShownText, released_text
from translations.queries.wordings import ReleasedWording
from translations.same_transaction import show_wordings

Kind = TextVersion.Kind


class NoSuchText(Refused):
    """The release has no such text (any more)."""


class TextFaulty(Refused):
    """The translation would break a page or a sentence; `faults` says how."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(_("The translation cannot be shown as it is."))
        self.faults = faults


class TextChanged(Refused):
    """Somebody else changed the text after its reader had opened it."""


class NothingToReview(Refused):
    """A text without a translation cannot be found right."""


@command
def correct_text(
    language: str, key: str, texts: Sequence[str], *, seen: int | None, actor: User, now: datetime
) -> int | Unchanged:
    """Show another translation of a text from now on. Returns the version's id.

    Args:
        language: its code.
        key: of the text, as `catalogue.key_of` makes it.
        texts: one string, or one for each plural form of the language.
        seen: the id of the version that the writer had before them; None where there was none.
        actor: who writes.
        now: the moment.

    Raises:
        NotYourLanguage, NotYourWording, NoSuchText, TextFaulty, TextChanged.
    """
    shown = _text(language, key, actor=actor, now=now)
    given = [text.replace("\r\n", "\n") for text in texts]
    if tuple(given) == shown.texts:
        return Unchanged(shown.version.pk if shown.version else None)
    _check_seen(shown, seen)
    released = shown.released
    forms = catalogue_of(language).forms
    faults = faults_of(
        released.english, released.english_plural, given, forms=forms, longest=released.longest
    )
    if faults:
        raise TextFaulty(faults)
    return _apply_version(language, shown, Kind.CORRECTED, given, actor=actor, now=now)


@command
def review_text(language: str, key: str, *, seen: int | None, actor: User, now: datetime) -> int | Unchanged:
    """Note that a speaker found the shown translation right. Returns the version's id.

    Raises:
        NotYourLanguage, NotYourWording, NoSuchText, NothingToReview, TextChanged.
    """
    shown = _text(language, key, actor=actor, now=now)
    if shown.is_reviewed:
        return Unchanged(shown.version.pk if shown.version else None)
    _check_seen(shown, seen)
    if not shown.is_translated:
        raise NothingToReview(_("There is no translation yet: write one."))
    return _apply_version(language, shown, Kind.REVIEWED, list(shown.texts), actor=actor, now=now)


@command
def restore_text(language: str, key: str, *, seen: int | None, actor: User, now: datetime) -> int | Unchanged:
    """Show again what came with the release. Returns the version's id.

    Raises:
        NotYourLanguage, NotYourWording, NoSuchText, TextChanged.
    """
    shown = _text(language, key, actor=actor, now=now)
    if not shown.is_corrected:
        return Unchanged(shown.version.pk if shown.version else None)
    _check_seen(shown, seen)
    texts = list(shown.released.texts)
    return _apply_version(language, shown, Kind.RELEASED, texts, actor=actor, now=now)


def _text(language: str, key: str, *, actor: User, now: datetime) -> ShownText:
    """The text with its latest version."""
    check_may_translate(actor, language, now=now)
    released = released_text(language, key)
    if released is None:
        raise NoSuchText(_("This text is no longer part of the interface."))
    if isinstance(released, ReleasedWording):
        check_may_word(actor, released.only_in)
    versions = TextVersion.objects.filter(language=language, key=key).order_by("-pk")
    return ShownText(released, versions.first())


def _check_seen(shown: ShownText, seen: int | None) -> None:
    if (shown.version.pk if shown.version else None) != seen:
        raise TextChanged(_("Somebody changed this text meanwhile. Compare, then save again."))


def _apply_version(
    language: str, shown: ShownText, kind: Kind, texts: list[str], *, actor: User, now: datetime
) -> int:
    """Add a version. Of two at the same moment the second breaks the constraint, begins again and finds the first."""
    released, previous = shown.released, shown.version.pk if shown.version else 0
    version = TextVersion.objects.create(
        language=language, key=released.key, kind=kind, previous=previous, english=released.english, texts=texts,
        written_at=now, written_by=actor,
    )  # fmt: skip
    data = {"language": language, "english": released.english[:200]}
    subject = f"text:{language}-{released.key}"
    if isinstance(released, ReleasedWording):
        data |= {"question": released.slot.code, "country": released.only_in}
        record(f"wording.{kind}", subject=subject, actor=actor, at=now, data=data)
        show_wordings([language])
    else:
        record(f"text.{kind}", subject=subject, actor=actor, at=now, data=data)
        transaction.on_commit(partial(show, version))
    return version.pk
