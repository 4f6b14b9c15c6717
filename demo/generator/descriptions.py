"""What the assessors of the demonstration wrote: texts of findings and of plan items, each factory's its own.

Nothing is drawn: a text follows from the factory, the year and the question alone, so that figures stay what they are.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import blake2b
from pathlib import Path

_HERE = Path(__file__).parent
_SECTIONS = (
    "Cutting section", "Sewing lines 1 to 4", "Sewing lines 5 to 9", "Sewing lines 10 to 14", "Finishing section",
    "Ironing section", "Packing section", "Fabric store", "Washing section", "Embroidery section", "Sample room",
    "Quality control",
)  # fmt: skip
_BUILDINGS = (
    "building A", "building B", "building C", "ground floor", "first floor", "second floor", "new hall", "old hall",
)  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_SEEN = (
    "Seen on the walk-through at {hour}:{minute}; {n} people work there",
    "Observed at {hour}:{minute} and again on the second day; it concerns {n} people",
    "Seen at {hour}:{minute} with the floor manager; {n} people work within reach",
)
_READ = (
    "Records of {month} and {next_month} were read: it concerns {n} of {m} workers sampled, seen at {hour}:{minute}",
    "Of {m} files sampled from {month} to {next_month}, {n} show it; read at {hour}:{minute}",
    "Documents shown at {hour}:{minute}: {n} of {m} workers sampled in {month} are concerned",
)
_TOLD = (
    "{n} of {m} workers interviewed said so, the first group at {hour}:{minute}; it goes back to {month}",
    "In interviews at {hour}:{minute}, {n} of {m} workers told of it, since {month}",
    "Workers of two groups told of it at {hour}:{minute} ({n} of {m} interviewed); the last time was in {month}",
)
_ANSWERS = (
    "The HR manager agreed", "The compliance manager agreed", "Management could show nothing else",
    "The production manager said that it would be looked into", "The committee's worker side knew of it",
    "Management named the peak season as the reason", "It was spoken of at the closing meeting",
    "The manager on duty did not know of it",
)  # fmt: skip
_TOLD_OF = ("FL", "DI", "FA", "CH-4", "CL-2", "WT-2-05", "WT-3-07")
_READ_OF = ("CO", "CH", "WT", "CL", "OS-1")


@cache
def observations() -> dict[str, str]:
    """What is found on each question, in one clause."""
    return dict(tomllib.loads((_HERE / "observations.toml").read_text(encoding="utf-8")))


@cache
def _sources(question: str) -> tuple[str, ...]:
    if question.startswith(_TOLD_OF):
        return _TOLD
    return _READ if question.startswith(_READ_OF) else _SEEN


def lot(*of: object) -> int:
    """A whole number of 64 bits that follows from what is given, the same in every run."""
    return int.from_bytes(blake2b("/".join(map(str, of)).encode(), digest_size=8).digest(), "big")


@dataclass(slots=True)
class Descriptions:
    """Texts of findings, none given twice."""

    given: set[str] = field(default_factory=set)

    def finding(self, factory: str, workers: int, on: date, question: str) -> tuple[str, int]:
        """What was found on a day, and how many workers it concerns."""
        for attempt in range(1000):
            text, concerned = _described(lot(factory, on.year, question, attempt), workers, on, question)
            if text not in self.given:
                self.given.add(text)
                return text, concerned
        raise AssertionError(question)


def _described(number: int, workers: int, on: date, question: str) -> tuple[str, int]:
    sources = _sources(question)
    number, section = divmod(number, len(_SECTIONS))
    number, building = divmod(number, len(_BUILDINGS))
    number, before = divmod(number, 5)  # the two months read lie before the visit
    month = on.month - 3 - before
    number, source = divmod(number, len(sources))
    number, answer = divmod(number, len(_ANSWERS))
    number, minutes = divmod(number, 96)
    number, sampled = divmod(number, 21)
    share = 20 + number % 61
    sample = 10 + sampled
    found = max(1, sample * share // 100)
    there = max(4, workers * (4 + number % 13) // 100)
    concerned = there if sources is _SEEN else max(found, there * share // 100)
    evidence = sources[source].format(
        hour=8 + minutes // 12,
        minute=f"{minutes % 12 * 5:02d}",
        month=_MONTHS[month % 12],
        next_month=_MONTHS[(month + 1) % 12],
        n=there if sources is _SEEN else found,
        m=sample,
    )
    what = observations()[question]
    return f"{_SECTIONS[section]}, {_BUILDINGS[building]}: {what}. {evidence}. {_ANSWERS[answer]}.", concerned


def title(question: str) -> str:
    """The finding in one line, as a plan calls it."""
    what = observations()[question]
    return what[0].upper() + what[1:]


# --- improvement plans ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AgreedAction:
    """Why something is not in order, by a code of the shared vocabulary and in words, and what is done by whom."""

    cause: str
    root_cause: str
    action: str
    owner: str


@cache
def remedies() -> dict[str, tuple[AgreedAction, ...]]:
    """By cluster or point, what its findings usually come from."""
    read = tomllib.loads((_HERE / "remedies.toml").read_text(encoding="utf-8"))
    return {
        place: tuple(AgreedAction(*(row[key] for key in ("cause", "why", "action", "owner"))) for row in rows)
        for place, rows in read.items()
    }


def remedies_of(question: str) -> Sequence[AgreedAction]:
    """Those of the question's point, else of its cluster."""
    known, point = remedies(), question.rpartition("-")[0]
    return known.get(point) or known[question.partition("-")[0]]


def remedy(factory: str, year: int, question: str) -> AgreedAction:
    """The one that this factory agreed on; where and how it begins is its own."""
    number = lot(factory, year, question, "remedy")
    able = remedies_of(question)
    number, which = divmod(number, len(able))
    number, section = divmod(number, len(_SECTIONS))
    number, building = divmod(number, len(_BUILDINGS))
    chosen = able[which]
    begins = f"Begins in the {_SECTIONS[section].lower()}, {_BUILDINGS[building]}"
    weeks = f"looked at again after {2 + number % 7} weeks"
    return AgreedAction(
        chosen.cause, chosen.root_cause, f"{chosen.action} {begins}, and is {weeks}.", chosen.owner
    )
