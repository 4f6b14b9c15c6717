"""The catalogue of benefits, read from its document (`benefits/catalogue/benefits.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class BenefitGroup(StrEnum):
    """What a benefit is about."""

    VISIBILITY = "visibility"
    LEARNING = "learning"
    EVENTS = "events"
    ASSESSMENT = "assessment"


class Comes(StrEnum):
    """How a factory comes by a benefit."""

    BY_HAND = "by_hand"
    WITH_RECOGNITION = "with_recognition"
    BY_ATTENDANCE = "by_attendance"


FORUM = "forum"
INTERVAL = "interval"
NEEDED = {FORUM: Comes.BY_ATTENDANCE, INTERVAL: Comes.WITH_RECOGNITION}
"""Kinds that the product itself gives; the catalogue must hold them."""


class CatalogueFaulty(ValueError):
    """The document lacks something or says it in a way nobody knows; the message says which and what to write."""


@dataclass(frozen=True, slots=True)
class BenefitKind:
    """One benefit of the catalogue; `title` is also the key of its translation."""

    code: str
    group: BenefitGroup
    comes: Comes
    title: str

    @property
    def addable(self) -> bool:
        """Whether staff may add it to a package."""
        return self.comes != Comes.WITH_RECOGNITION


def parse_catalogue(text: str) -> Mapping[str, BenefitKind]:
    """The kinds by code, in the order of the document.

    Raises:
        CatalogueFaulty: it is no TOML, or a kind is not as it should be.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as faulty:
        raise CatalogueFaulty(f"catalogue: this is no TOML: {faulty}") from faulty
    kinds: dict[str, BenefitKind] = {}
    for place, entry in enumerate(document.get("kind", []), start=1):
        kind = _kind(place, entry)
        if kind.code in kinds:
            raise CatalogueFaulty(f"catalogue: [[kind]] {place}: the code {kind.code} stands here twice")
        kinds[kind.code] = kind
    for code, comes in NEEDED.items():
        if code not in kinds or kinds[code].comes != comes:
            raise CatalogueFaulty(f'catalogue: write a kind with the code "{code}" that comes "{comes}"')
    return kinds


def _kind(place: int, entry: Mapping[str, Any]) -> BenefitKind:
    for name in ("code", "title"):
        if not isinstance(entry.get(name), str) or not entry[name].strip():
            raise CatalogueFaulty(f"catalogue: [[kind]] {place}: {name}: write a text")
    return BenefitKind(
        code=entry["code"],
        group=BenefitGroup(_one_of(place, entry, "group", BenefitGroup)),
        comes=Comes(_one_of(place, entry, "comes", Comes)),
        title=entry["title"],
    )


def _one_of(place: int, entry: Mapping[str, Any], name: str, known: type[StrEnum]) -> str:
    value = entry.get(name)
    if value not in {str(choice) for choice in known}:
        words = ", ".join(known)
        raise CatalogueFaulty(f"catalogue: [[kind]] {place}: {name}: write one of {words}")
    return str(value)
