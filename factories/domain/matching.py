"""Which factories may be the same: blocks first, then a comparison inside a block, never everything with everything.

Three bands: *the same* (equal code, OS ID or name, address and country) is found by the register itself; what is found
here is *perhaps the same*, which people decide; all else is new. Names whose units differ ("Unit 2", "Unit III") are
never perhaps the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from rapidfuzz import fuzz

from factories.domain.comparing import MatchEvidence, Rarity, compare, numbers_differ
from factories.domain.name_words import ENTERPRISE, LEGAL_WORDS, TRADES
from factories.domain.profiles import MatchProfile

_ADDRESS = 0.3  # share of the shorter address, when the names are equal
_ADDRESS_QUALIFIED = 0.6  # when one name says more than the other, and house numbers agree
_ADDRESS_SAME = 0.75  # when one name says more, and no house number is given
_TELLING = 0.4  # weight of a word shared by names of which one says more
_FAR_KM, _FAR_ADDRESS = (
    50.0,
    0.5,
)  # coordinates and postal codes may be wrong: they count where addresses say little
_ADDRESS_WORDS = 3  # shorter addresses ("Dhaka") say nothing of themselves
_LOOKED_AT = 50  # of a block: a town's worth of "Garments Factory" is no evidence
_RARE = 30  # how many records may share a word that still tells one from another
_COMPARED = 5  # candidates of a record that are compared word by word
_NAME_GLANCE, _ADDRESS_GLANCE = 55.0, 35.0  # cheap likeness below which words are not looked at


class MatchReason(StrEnum):
    """Why two factories may be the same."""

    SAME_NAME = "same_name"
    FORMER_NAME = "former_name"
    SAME_ADDRESS = "same_address"
    ALIKE = "alike"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class MatchRecord:
    """A factory as matching sees it: country, normalised name and address, and a key of the caller's.

    `former`: the name and address are ones that the factory had earlier.
    """

    key: object
    country: str
    name: str
    address: str
    profile: MatchProfile
    former: bool = False


@dataclass(frozen=True, slots=True)
class Likeness:
    """A known factory that may be the same, why, and how much speaks for it (0 to 100)."""

    known: MatchRecord
    because: MatchReason
    score: int


Block = dict[tuple[str, str], list[MatchRecord]]


def _block() -> Block:
    return defaultdict(list)


def is_probably_same(found: MatchEvidence) -> bool:
    """Whether the evidence suffices for one production site.

    Never when units, suites or house numbers differ, or when each name has a word that the other lacks. Equal names
    need an address that agrees a little; where one name says more than the other ("… (Garment Unit)", "… Branch"),
    the address must agree clearly.
    """
    if -1 in (found.units, found.premises, found.numbers) or _names_differ(found):
        return False
    if (found.name.left or found.name.right) and found.telling < _TELLING:
        return False
    if _has_extra_words(found):
        agrees = found.numbers == 1 and found.address >= _ADDRESS_QUALIFIED
        return agrees or (found.address >= _ADDRESS_SAME and found.address_words > 1)
    far = found.postal == -1 or (found.kilometres is not None and found.kilometres > _FAR_KM)
    if far and found.address < _FAR_ADDRESS and found.numbers != 1:
        return False
    somewhere = found.address_longest > 1 or found.numbers == 1  # "Dhaka" alone says nothing
    return somewhere and found.address >= _ADDRESS


def _names_differ(found: MatchEvidence) -> bool:
    if not found.name.shared or (found.name.left and found.name.right):
        return True
    both_say_more = bool(found.whole.left and found.whole.right)
    return both_say_more and not found.former and not (found.name.left or found.name.right)


def _has_extra_words(found: MatchEvidence) -> bool:
    more = (
        *found.name.left,
        *found.name.right,
        *(() if found.former else (*found.whole.left, *found.whole.right)),
    )
    return bool(more) or found.one_sided


@dataclass(slots=True)
class Suspicions:
    """Known factories, in the blocks that make a person suspicious: same name, same address, a telling word shared."""

    by_name: Block = field(default_factory=_block)
    by_address: Block = field(default_factory=_block)
    by_word: Block = field(default_factory=_block)
    name_words: Counter[str] = field(default_factory=Counter)
    address_words: Counter[str] = field(default_factory=Counter)
    records: int = 0

    def add(self, known: MatchRecord) -> None:
        """Remember one more."""
        self.records += 1
        self.name_words.update(set(known.name.split()))
        self.address_words.update(set(known.address.split()))
        self.by_name[known.country, known.name].append(known)
        if known.address:
            self.by_address[known.country, known.address].append(known)
            for word in _block_words(known.name):
                self.by_word[known.country, word].append(known)

    def likes(self, match_record: MatchRecord) -> list[Likeness]:
        """Known factories that may be the same, the likeliest first; each factory once."""
        found: dict[int, Likeness] = {}
        for like in (*self._probable(match_record), *self._named_so(match_record)):
            previous = found.get(id(like.known.key))
            if like.known.key is not match_record.key and (previous is None or previous.score < like.score):
                found[id(like.known.key)] = like
        return sorted(found.values(), key=lambda like: -like.score)

    def _named_so(self, match_record: MatchRecord) -> Iterable[Likeness]:
        for known in self.by_name.get((match_record.country, match_record.name), ())[:1]:
            former = known.former or match_record.former
            yield Likeness(known, MatchReason.FORMER_NAME if former else MatchReason.SAME_NAME, 30)

    def _probable(self, match_record: MatchRecord) -> Iterable[Likeness]:
        names, addresses = Rarity(self.name_words, self.records), Rarity(self.address_words, self.records)
        for known in self._candidates(match_record):
            if numbers_differ(match_record.profile, known.profile):
                continue
            evidence = compare(match_record.profile, known.profile, names=names, addresses=addresses)
            if is_probably_same(evidence):
                score = 60 + round(30 * evidence.address) + 10 * (evidence.numbers == 1)
                yield Likeness(known, _because(match_record, known, evidence), score)

    def _candidates(self, match_record: MatchRecord) -> list[MatchRecord]:
        """The few that a glance finds most alike, of those at the address or with a rare word of the name."""
        if not match_record.address:
            return []
        near = self.by_address.get((match_record.country, match_record.address), [])[:_LOOKED_AT]
        blocks = [
            self.by_word.get((match_record.country, word), []) for word in _block_words(match_record.name)
        ]
        rare = sorted((block for block in blocks if 0 < len(block) <= _RARE), key=len)[:4]
        ranked: dict[int, tuple[float, MatchRecord]] = {}
        for known in (*near, *(known for block in rare for known in block)):
            if id(known) not in ranked and (glance := _glance(match_record, known)):
                ranked[id(known)] = glance, known
        return [known for _, known in sorted(ranked.values(), key=lambda pair: -pair[0])[:_COMPARED]]


def _glance(first: MatchRecord, other: MatchRecord) -> float:
    name = fuzz.token_set_ratio(first.name, other.name, score_cutoff=_NAME_GLANCE) or fuzz.ratio(
        first.name.replace(" ", ""), other.name.replace(" ", ""), score_cutoff=_NAME_GLANCE
    )
    if not name:
        return 0.0
    if first.address == other.address:
        return name + 100.0
    address = fuzz.token_set_ratio(first.address, other.address, score_cutoff=_ADDRESS_GLANCE)
    return name + address if address else 0.0


def _because(match_record: MatchRecord, known: MatchRecord, evidence: MatchEvidence) -> MatchReason:
    if known.former or match_record.former or evidence.former:
        return MatchReason.FORMER_NAME
    if match_record.address == known.address and len(match_record.address.split()) >= _ADDRESS_WORDS:
        return MatchReason.SAME_ADDRESS
    return MatchReason.SAME_NAME if match_record.name == known.name else MatchReason.ALIKE


def _block_words(name: str) -> set[str]:
    """Words of a name that tell, and neighbouring ones joined: "Reksa Jaya" is looked up under "reksajaya" as well."""
    words = [word for word in name.split() if word not in LEGAL_WORDS]
    telling = {word.removesuffix("s") for word in words if len(word) > 1 and word not in ENTERPRISE | TRADES}
    return telling | {word + other for word, other in pairwise(words[:6])}
