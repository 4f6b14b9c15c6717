"""Acts as a device sends them: read one by one, so that one that cannot be read does not hold up the others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.commands import AnswerChange
from assessments.domain.answer_merge import Answer
from assessments.domain.answers import NONCOMPLIANT
from files.domain.cells import BadCell, plain_text

LONGEST_TEXT = 10_000
MOST_WORKERS = 1_000_000
MOST_ACTS = 500
LONGEST_DEVICE = 40


class UnreadableChanges(ValueError):
    """What came is no batch of acts."""


class _Unfit(ValueError):
    """One act that cannot be stored, with the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An act that is not stored, and why."""

    act: str
    message: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What a device sends at once."""

    device: str
    acts: tuple[AnswerChange, ...]
    refused: tuple[Refusal, ...]


def read_batch(body: bytes) -> Batch:
    """The batch in a request's body: `{"device": …, "acts": [{"act", "question", "old", "new", "at", …, "seen"}]}`.

    Raises:
        UnreadableChanges: it is no such thing, or holds more than MOST_ACTS.
    """
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableChanges(_("This is not JSON. Load the page again.")) from error
    acts = payload.get("acts") if isinstance(payload, dict) else None
    if not isinstance(acts, list) or len(acts) > MOST_ACTS or not all(isinstance(act, dict) for act in acts):
        raise UnreadableChanges(_("This is no batch of answers. Load the page again."))
    read, refused = [], []
    for change in acts:
        try:
            read.append(_change(change))
        except _Unfit as unfit:
            refused.append(Refusal(str(change.get("act", ""))[:LONGEST_DEVICE], str(unfit)))
    return Batch(_device(payload.get("device", "")), tuple(read), tuple(refused))


def _device(value: object) -> str:
    named = str(value)[:LONGEST_DEVICE]
    if not named.isprintable():
        raise UnreadableChanges(_("This is no batch of answers. Load the page again."))
    return named


def _change(sent: Mapping[str, Any]) -> AnswerChange:
    seen = sent.get("seen") or {}
    if not isinstance(seen, dict):
        raise _Unfit(_("This answer does not say what it was changed from. Load the page again."))
    before = answer_seen(_short(sent.get("old")), seen)
    return AnswerChange(
        act=_uuid(sent.get("act")),
        question=_short(sent.get("question")),
        seen=before,
        given=_answer_given(_short(sent.get("new")), sent, before),
        answered_at=_instant(sent.get("at")),
        settles=_settles(sent.get("settles") or []),
    )


_ATTRIBUTIONS = frozenset({"", "factory", "national_law"})


def answer_seen(letter: str, seen: Mapping[str, Any]) -> Answer:
    """What the device showed; it may be text that nobody could enter, since it only has to equal what stands."""
    workers = seen.get("workers")
    return Answer(
        letter,
        str(seen.get("details") or ""),
        workers if isinstance(workers, int) and not isinstance(workers, bool) else None,
        str(seen.get("attribution") or ""),
        str(seen.get("note") or ""),
    )


def _answer_given(letter: str, sent: Mapping[str, Any], before: Answer) -> Answer:
    """What the user left: what is not sent stays as it was seen, words of a finding only beside a finding."""
    base = before if letter == NONCOMPLIANT else replace(before, details="", workers=None, attribution="")
    attribution = sent.get("attribution", base.attribution) or ""
    if attribution not in _ATTRIBUTIONS:
        raise _Unfit(_("A finding is laid to the factory or to national law. Choose one of them."))
    return Answer(
        letter,
        _text(sent, "details", base.details),
        _workers(sent["workers"]) if "workers" in sent else base.workers,
        attribution,
        _text(sent, "note", base.note),
    )


def _settles(value: object) -> tuple[UUID, ...]:
    if not isinstance(value, list) or len(value) > MOST_ACTS:
        raise _Unfit(_("This answer does not say which conflict it settles. Load the page again."))
    return tuple(_uuid(act) for act in value)


def _uuid(value: object) -> UUID:
    try:
        return UUID(str(value))
    except ValueError:
        raise _Unfit(_("This answer has no id of its own. Answer the question again.")) from None


def _short(value: object) -> str:
    if not isinstance(value, str):
        raise _Unfit(_("This answer names no question or no letter. Answer the question again."))
    return value[:40]


def _instant(value: object) -> datetime:
    try:
        read = datetime.fromisoformat(str(value))
        if read.tzinfo is not None:
            return read.astimezone(UTC)
    except (ValueError, OverflowError):  # in the year 1 or 9999 it may lie outside all years
        pass
    raise _Unfit(_("This answer has no time. Check the clock of the device and answer again."))


def _text(sent: Mapping[str, Any], name: str, before: str) -> str:
    value = sent.get(name, before)
    if value is None or value == before:
        return before
    text = str(value)
    try:
        plain_text(text, longest=LONGEST_TEXT)
    except BadCell as bad:
        raise _Unfit(str(bad)) from bad
    return text.strip()


def _workers(value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_WORKERS:
        raise _Unfit(
            _("The number of workers concerned must be a whole number. Correct it and it is sent again.")
        )
    return value
