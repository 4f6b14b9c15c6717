"""Merging answers of devices that were apart: three versions of each field, nothing overwritten unseen.

`static/js/workspace/merge.js` holds the same rules for the device; a property test keeps the two equal. The rules
and their reasons: docs/decisions/0027.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from assessments.domain.answers import NONCOMPLIANT, UNANSWERED

FINDING_FIELDS = ("details", "workers", "attribution")
TEXT_FIELDS = (*FINDING_FIELDS, "note")
FIELDS = ("letter", *TEXT_FIELDS)


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that one question holds.

    Attributes:
        letter: C, N, X or -.
        details, workers, attribution: of the finding, so only with N; "" and None where nothing is said.
        note: for the team; with X the reason why the question does not apply.
    """

    letter: str = UNANSWERED
    details: str = ""
    workers: int | None = None
    attribution: str = ""
    note: str = ""

    def normalised(self) -> Answer:
        """The answer without words of a finding where there is none, and with one kind of line end."""
        found = self.letter == NONCOMPLIANT
        bare = self.details == self.attribution == "" and self.workers is None
        if (found or bare) and "\r" not in self.details and "\r" not in self.note:
            return self  # nearly every answer
        note = _one_kind_of_line_end(self.note)
        if found:
            return replace(self, details=_one_kind_of_line_end(self.details), note=note)
        return Answer(self.letter, note=note)

    def same_words(self, other: Answer) -> bool:
        """Whether two answers differ in the letter at most."""
        return (
            self.details == other.details
            and self.note == other.note
            and self.workers == other.workers
            and self.attribution == other.attribution
        )

    @property
    def words(self) -> dict[str, Any] | None:
        """The texts and numbers beside the letter, as JSON; None when there are none."""
        return {
            name: value for name in TEXT_FIELDS if (value := getattr(self, name)) not in {"", None}
        } or None

    @classmethod
    def of(cls, letter: str, words: Mapping[str, Any] | None) -> Answer:
        """The answer behind a letter and what `words` gives."""
        return cls(letter, **(words or {}))


def _one_kind_of_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True, slots=True)
class Merged:
    """What a change makes of an answer: the answer that stands now, and the stated fields that were not taken."""

    answer: Answer
    held: tuple[str, ...] = ()


def stated_fields(seen: Answer, given: Answer, *, settles: bool = False) -> tuple[str, ...]:
    """The fields that a change is about: those it differs in from what was seen, all of them when it settles.

    An attribution that is not given leaves it to the factory, so it is never stated.
    """
    before, after = seen.normalised(), given.normalised()
    if not settles and before.same_words(after):
        return ("letter",) if before.letter != after.letter else ()
    return tuple(
        name
        for name in FIELDS
        if (settles or getattr(before, name) != getattr(after, name))
        and not (name == "attribution" and after.attribution == "")
        and not (name in FINDING_FIELDS and after.letter != NONCOMPLIANT)
    )


def merge(current: Answer, seen: Answer, given: Answer, *, settles: bool = False) -> Merged:
    """Merge a change into the current answer: a field changed since the device read it is held, others are taken."""
    now, before, after = current.normalised(), seen.normalised(), given.normalised()
    stated = stated_fields(before, after, settles=settles)
    if _letter_is_held(now, before, after, stated):
        return Merged(now, tuple(name for name in FIELDS if name in stated or name == "letter"))
    if stated == ("letter",):
        return Merged(replace(now, letter=after.letter).normalised())
    answer = replace(now, letter=after.letter) if "letter" in stated else now
    held = []
    for name in stated:
        current_value, value = getattr(now, name), getattr(after, name)
        if name == "letter" or current_value == value:
            continue
        if current_value == getattr(before, name):
            answer = replace(answer, **{name: value})
        else:
            held.append(name)
    return Merged(answer.normalised(), tuple(held))


def _letter_is_held(now: Answer, before: Answer, after: Answer, stated: tuple[str, ...]) -> bool:
    """Whether what stands and the change cannot both be: then nothing of the change is taken."""
    if "letter" not in stated:
        # words of a finding that another person has taken back
        return after.letter != now.letter and any(name in stated for name in FINDING_FIELDS)
    if now.letter not in {before.letter, after.letter}:
        return True
    taken_back = now.letter == NONCOMPLIANT != after.letter
    return taken_back and any(
        getattr(now, name) != getattr(before, name)
        for name in FINDING_FIELDS
        if not (name == "attribution" and before.attribution == "")
    )


def as_document(answer: Answer) -> dict[str, Any]:
    """The answer as JSON, what is empty left out; the letter always."""
    return {
        name: value for name, value in asdict(answer).items() if name == "letter" or value not in {"", None}
    }
