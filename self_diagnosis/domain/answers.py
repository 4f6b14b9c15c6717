"""One question that two devices answer: what stands, what is kept apart, and how the two are settled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

LONGEST_NOTE = 2000
ENTRY_KIND = "diagnosis"
"""Of what a device sends (`advisory.models.FieldEntry.Kind`)."""


class SaidAnswer(NamedTuple):
    """An answer ("" for none) with its note."""

    answer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AnswerMerge:
    """What stands after a merge, and whether what was given has to be kept apart."""

    current: SaidAnswer
    is_apart: bool


def merged(
    *, base: SaidAnswer, given: SaidAnswer, current: SaidAnswer, own: Collection[str] = ()
) -> AnswerMerge:
    """What somebody gave, against what their device had seen and what stands by now.

    A field that was not changed takes what stands. A changed one is taken where what stands was seen, is the same or is
    the author's own. An answer that may not be taken keeps its note with it: the note explains it.

    Args:
        base: what the device had seen.
        given: what it sends.
        standing: what stands.
        own: fields whose standing value the author wrote.
    """
    taken: dict[str, str] = {}
    clashing = set()
    for name in SaidAnswer._fields:
        seen, new, now = (getattr(item, name) for item in (base, given, current))
        if new == seen:
            taken[name] = now
        elif now in {seen, new} or name in own:
            taken[name] = new
        else:
            clashing.add(name)
    if "answer" in clashing:
        return AnswerMerge(current, is_apart=True)
    return AnswerMerge(current._replace(**taken), is_apart=bool(clashing))


def joined_notes(notes: Sequence[str]) -> str:
    """All notes that say something, each once, one below the other."""
    return "\n".join(dict.fromkeys(note for note in notes if note))


class SettledBy(NamedTuple):
    """How differing answers are settled: `keep` what stands, `both` notes, or `take` the first of `ids`."""

    act: str
    ids: tuple[int, ...]


def choice_from(text: str) -> SettledBy | None:
    """The choice in a form's field, such as `take:12,15`; None where nothing was chosen or it is no choice."""
    act, _, listed = text.partition(":")
    ids = listed.split(",")
    if act not in {"keep", "take", "both"} or not all(part.isascii() and part.isdecimal() for part in ids):
        return None
    return SettledBy(act, tuple(int(part[:18]) for part in ids))
