"""Which factories may be the same: blocks first, then likeness inside a block, never everything with everything.

Three bands: *the same* (equal code, OS ID or name, address and country) is found by the register itself; what is told
here is *perhaps the same*, which people decide; all else is new. Names whose numbers differ ("Unit 2", "Unit III")
are never perhaps the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz import fuzz

_NAME_AT_ADDRESS = 80.0  # per cent of agreement between two names at one address
_NAME_NEARBY = 88.0  # between two names at addresses that are themselves alike
_ADDRESS = 80.0
_ADDRESS_WORDS = 3  # shorter addresses ("Dhaka") say nothing
_LOOKED_AT = 50  # of a block: a town's worth of "Garments Factory" is no evidence
_ROMAN = frozenset({"ii", "iii", "iv", "vi", "vii", "viii", "ix"})
_RARE = 30  # how many names may share a word that still tells one from another


class Because(StrEnum):
    """Why two factories may be the same."""

    SAME_NAME = "same_name"
    SAME_ADDRESS = "same_address"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Known:
    """A factory as matching sees it: country code, normalised name and address, and a key of the caller's."""

    key: object
    country: str
    name: str
    address: str


Block = dict[tuple[str, str], list[Known]]


def _block() -> Block:
    return defaultdict(list)


@dataclass(slots=True)
class Suspicions:
    """Known factories, in the blocks that make somebody suspicious: same name, same address, a rare word shared."""

    by_name: Block = field(default_factory=_block)
    by_address: Block = field(default_factory=_block)
    by_word: Block = field(default_factory=_block)

    def add(self, known: Known) -> None:
        """Remember one more."""
        self.by_name[known.country, known.name].append(known)
        if _says_much(known.address):
            self.by_address[known.country, known.address].append(known)
            for word in set(known.name.split()):
                self.by_word[known.country, word].append(known)

    def first_like(self, one: Known) -> tuple[Known, Because] | None:
        """The first known factory that may be the same, and why."""
        same_name = self.by_name.get((one.country, one.name))
        if same_name:
            return same_name[0], Because.SAME_NAME
        if not _says_much(one.address):
            return None
        for neighbour in self.by_address.get((one.country, one.address), ())[:_LOOKED_AT]:
            if _names_alike(one, neighbour, _NAME_AT_ADDRESS):
                return neighbour, Because.SAME_ADDRESS
        for other in self._sharing_rare_words(one):
            if _names_alike(one, other, _NAME_NEARBY) and _addresses_alike(one, other):
                return other, Because.ALIKE
        return None

    def _sharing_rare_words(self, one: Known) -> Iterable[Known]:
        """Factories whose names share one of the two rarest words: a misspelling spoils one word, seldom two."""
        blocks = [self.by_word.get((one.country, word), []) for word in set(one.name.split())]
        rare = sorted((block for block in blocks if 0 < len(block) <= _RARE), key=len)
        return (known for block in rare[:2] for known in block)


def _says_much(address: str) -> bool:
    return len(address.split()) >= _ADDRESS_WORDS


def _names_alike(one: Known, other: Known, least: float) -> bool:
    alike = fuzz.token_sort_ratio(one.name, other.name, score_cutoff=least) > 0
    return alike and _units(one.name) == _units(other.name)


def _addresses_alike(one: Known, other: Known) -> bool:
    return fuzz.token_sort_ratio(one.address, other.address, score_cutoff=_ADDRESS) > 0


def _units(name: str) -> list[str]:
    """What tells the units of one company apart: numbers, Roman ones too, and single letters."""
    words = (word.lstrip("0") if word.isdigit() else word for word in name.split())
    return sorted(word for word in words if word.isdigit() or len(word) == 1 or word in _ROMAN)
