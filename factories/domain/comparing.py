"""Evidence that two records mean one production site: words of name and address, units, numbers, distance."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from factories.domain.name_words import ENTERPRISE, TRADES, UNIT_WORDS
from factories.domain.profiles import AddressParts, MatchProfile

_LONG = 5  # letters from which one misspelling is forgiven
_VERY_LONG = {"name": 9, "address": 7}  # letters from which two are
_MOST_LENGTH_DIFFERENCE = 3  # letters: two slips and a plural
_JOINED = 4  # words that may be written as one
_EARTH_KM = 12742.0
_FEW = 50  # records from which rarity is learnt; fewer say nothing
_COMMON_SHARE, _COMMON_WEIGHT = 0.1, 0.15


_Places = tuple[frozenset[str], frozenset[str]]  # telling words of the two addresses


@dataclass(frozen=True, slots=True)
class Rarity:
    """Weight of a word, by how rare it is among the records at hand."""

    counts: Mapping[str, int] = field(default_factory=dict)
    records: int = 0

    @classmethod
    def of(cls, texts: Iterable[Iterable[str]]) -> Rarity:
        """Rarity by the number of records that hold a word."""
        counts: Counter[str] = Counter()
        number = 0
        for words in texts:
            counts.update(set(words))
            number += 1
        return cls(counts, number)

    def weight(self, word: str) -> float:
        """1 for a word of at most two records, falling to 0.15 for one that a tenth of them have."""
        seen = self.counts.get(word, 0)
        if self.records < _FEW or seen <= 2:  # noqa: PLR2004  # the two records of one pair
            return 1.0
        often = math.log(seen / 2) / math.log(max(3.0, self.records * _COMMON_SHARE / 2))
        return max(_COMMON_WEIGHT, 1.0 - often)


@dataclass(frozen=True, slots=True)
class Alignment:
    """What two lists of words share, and what each has that the other lacks."""

    shared: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatchEvidence:
    """What a comparison found. Of numbers: 1 agree, 0 unknown, -1 differ."""

    name: Alignment  # of the readings that agree best; words that tell, only
    former: bool  # the names agree by a former one
    telling: float  # weight of the word shared by the names that tells most
    whole: Alignment  # of the names with all that stands in brackets
    units: int
    one_sided: bool  # one of the two names says a unit or a branch, the other does not
    address_words: int  # words that the addresses share
    address_longest: int  # telling words of the longer address
    address: float  # share of the shorter address that the longer one has, by weight: 0 to 1
    numbers: int
    premises: int
    postal: int
    kilometres: float | None


def numbers_differ(first: MatchProfile, other: MatchProfile) -> bool:
    """Whether units, suites or house numbers differ: found at once, before any word is compared.

    Units first: where they differ, no address needs to be taken apart.
    """
    return (
        _agreement(first.units, other.units) < 0
        or _agreement(first.place.premises, other.place.premises) < 0
        or _house_numbers(first.place, other.place) < 0
    )


def compare(first: MatchProfile, other: MatchProfile, *, names: Rarity, addresses: Rarity) -> MatchEvidence:
    """The evidence for and against two records being one site; the rarities weigh words."""
    places = frozenset(first.place.words) | frozenset(other.place.words)
    here, there = first.place, other.place
    words = align(here.words, there.words, kind="address")
    where = frozenset(here.words), frozenset(there.words)
    name, former = _best_reading(first, other, where)
    return MatchEvidence(
        name=name,
        former=former,
        telling=max((_name_weight(word, places, names) for word in name.shared), default=0.0),
        whole=_telling(align(first.whole.words, other.whole.words), where),
        units=_agreement(first.units, other.units),
        one_sided=bool(first.units) != bool(other.units) or first.branch != other.branch,
        address_words=len(words.shared),
        address_longest=max(len(here.words), len(there.words)),
        address=_containment(words, addresses),
        numbers=_house_numbers(here, there),
        premises=_agreement(here.premises, there.premises),
        postal=_agreement(here.postal, there.postal),
        kilometres=kilometres_between(first, other),
    )


def _best_reading(first: MatchProfile, other: MatchProfile, where: _Places) -> tuple[Alignment, bool]:
    pairs = (
        (_telling(align(left.words, right.words), where), left.former or right.former)
        for left in first.readings
        for right in other.readings
    )
    return min(pairs, key=lambda pair: _distances(pair[0]), default=(Alignment((), (), ()), False))


def _distances(found: Alignment) -> tuple[int, int, int]:
    return (
        min(len(found.left), len(found.right)) or (not found.shared),
        len(found.left + found.right),
        -len(found.shared),
    )


def _telling(found: Alignment, where: _Places) -> Alignment:
    """Without words of the kind of enterprise, single letters and the names of the place where both are.

    A name that says a place where only its own record is tells a sister plant from the first one.
    """
    here, there = where

    def tells(word: str, own: frozenset[str], others: frozenset[str]) -> bool:
        if word in ENTERPRISE or word in UNIT_WORDS or len(word) == 1:
            return False
        elsewhere = word in own and len(others) > 1 and word not in others
        return elsewhere or not _is_place(word, own | others)

    return Alignment(
        tuple(word for word in found.shared if word not in ENTERPRISE),
        tuple(word for word in found.left if tells(word, here, there)),
        tuple(word for word in found.right if tells(word, there, here)),
    )


def _name_weight(word: str, places: frozenset[str], names: Rarity) -> float:
    tells_little = word in TRADES or _is_place(word, places) or len(word) == 1
    return 0.0 if tells_little else names.weight(word)


def _is_place(word: str, places: frozenset[str]) -> bool:
    return word in places and word not in TRADES


def same_word(first: str, other: str, *, kind: str = "name") -> bool:
    """Whether two words are one: plural or not, and with a misspelling or two when they are long."""
    if abs(len(first) - len(other)) > _MOST_LENGTH_DIFFERENCE:
        return False
    first, other = first.removesuffix("s") or first, other.removesuffix("s") or other
    if first == other:
        return True
    shorter = min(len(first), len(other))
    if shorter < _LONG or first[-1].isdigit() or other[-1].isdigit():
        return False
    allowed = 2 if shorter >= _VERY_LONG[kind] else 1
    return int(OSA.distance(first, other, score_cutoff=allowed)) <= allowed


def align(left: Sequence[str], right: Sequence[str], *, kind: str = "name") -> Alignment:
    """Pair the words off: equal ones, then words joined on one side, then misspelt ones."""
    equal = set(left) & set(right)
    shared = [word for word in dict.fromkeys(left) if word in equal]
    here = [word for word in left if word not in equal]
    there = [word for word in right if word not in equal]
    _pair_joined(here, there, shared, kind)
    _pair_joined(there, here, shared, kind)
    for word in list(here):
        like = next((other for other in there if same_word(word, other, kind=kind)), None)
        if like is not None:
            here.remove(word)
            there.remove(like)
            shared.append(word)
    return Alignment(tuple(shared), tuple(here), tuple(there))


def _pair_joined(parts: list[str], wholes: list[str], shared: list[str], kind: str) -> None:
    if not wholes:
        return
    spans = _spans(parts)
    for whole in list(wholes):
        found = next(
            (
                (start, end)
                for joined, start, end in spans
                if abs(len(joined) - len(whole)) <= _MOST_LENGTH_DIFFERENCE
                and same_word(joined, whole, kind=kind)
            ),
            None,
        )
        if found is not None:
            shared.extend(parts[slice(*found)])
            del parts[slice(*found)]
            wholes.remove(whole)
            spans = _spans(parts)


def _spans(parts: Sequence[str]) -> list[tuple[str, int, int]]:
    """Two to four neighbouring words joined, and where they stand."""
    return [
        ("".join(parts[start : start + count]), start, start + count)
        for count in range(2, _JOINED + 1)
        for start in range(len(parts) - count + 1)
    ]


def _containment(found: Alignment, rarity: Rarity) -> float:
    shared, left, right = (
        sum(map(rarity.weight, words)) for words in (found.shared, found.left, found.right)
    )
    least = shared + min(left, right)
    return shared / least if least else 0.0


def _house_numbers(here: AddressParts, there: AddressParts) -> int:
    """Whether house and lot numbers agree; where each side has its own besides a common one, that is not known."""
    left, right = here.numbers | here.premises, there.numbers | there.premises
    if not left or not right:
        return 1 if _among(left, there.area) or _among(right, here.area) else 0
    shared, back = _among(left, right), _among(right, left)
    if not shared:
        return 0 if _among(left, there.area) or _among(right, here.area) else -1
    return 1 if shared == left or back == right or len(shared) > 1 else 0


def _among(some: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    return frozenset(n for n in some if any(_same_number(n, m) for m in others))


def _same_number(first: str, other: str) -> bool:
    """7A is 7, but not 7B."""
    return first == other or (
        first.isdigit() != other.isdigit()
        and first.rstrip("abcdefghijklmnopqrstuvwxyz") == other.rstrip("abcdefghijklmnopqrstuvwxyz")
    )


def _agreement(here: frozenset[str], there: frozenset[str]) -> int:
    if not here or not there:
        return 0
    return -1 if here.isdisjoint(there) else 1


def kilometres_between(first: MatchProfile, other: MatchProfile) -> float | None:
    """The distance of two records over ground; None when one has no coordinates."""
    if first.latitude is None or first.longitude is None or other.latitude is None or other.longitude is None:
        return None
    a, b, c, d = map(math.radians, (first.latitude, first.longitude, other.latitude, other.longitude))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return _EARTH_KM * math.asin(min(1.0, math.sqrt(h)))
