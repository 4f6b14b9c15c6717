"""A factory's name and address taken apart: what tells it from others, its unit, its numbers, its former names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from factories.domain.name_words import (
    AREA_MARKS,
    BRANCH_WORDS,
    FLOORS,
    LEGAL_PHRASES,
    LEGAL_WORDS,
    NUMBERED,
    PLACE_KINDS,
    PLACE_SUFFIXES,
    PREMISES,
    UNIT_WORDS,
    WORDS_BEFORE_AREA,
)
from files.domain.names import match_text

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")
_FORMER = re.compile(
    r"^\s*(?:formerly|former|previously|previous|prev|fka|f/k/a)\b[\s.:]*(?:names?|named|known as)?[\s.:]*",
    re.IGNORECASE,
)
_ROMAN = dict(zip("i ii iii iv v vi vii viii ix x xi xii".split(), range(1, 13), strict=True))
_SURELY_ROMAN = frozenset(_ROMAN) - {"i", "v", "x"}
_GLUED_FORM = re.compile(r"(?<=[a-z]{4})(?:coltd|pvtltd|pvt|ltda?|gmbh|llc)$")
_TAIL = re.compile(r"[a-z]+0*(\d{1,3})")
_NUMBER = re.compile(r"([a-z]{0,2})0*(\d+)([a-z]?)")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_BOUNDARY = re.compile(r"(?<=[a-z]{3})(?=\d)|(?<=\d)(?=[a-z]{3})")
_POSTAL, _PERHAPS_POSTAL = 5, 4  # digits of a number with no mark before it
_KINDS = ("house", "premises", "area", "postal")
_SUFFIXED = 4  # letters that a place keeps when its suffix goes


@dataclass(frozen=True, slots=True)
class NameVariant:
    """One way of reading a name: its words without legal forms and country, and whether it is a former name."""

    words: tuple[str, ...]
    former: bool = False


@dataclass(frozen=True, slots=True)
class AddressParts:
    """An address taken apart: telling words, and numbers by what they are of.

    `numbers`: houses and lots; `premises`: suites and units inside a house; `area`: streets, zones and floors.
    """

    words: tuple[str, ...]
    numbers: frozenset[str]
    premises: frozenset[str]
    area: frozenset[str]
    postal: frozenset[str]


@dataclass(frozen=True)
class MatchProfile:
    """A record as comparison sees it. `country_words`: ways of writing its country, left out of what is compared."""

    name: str
    address: str
    country_words: frozenset[str] = frozenset()
    latitude: float | None = None
    longitude: float | None = None

    @cached_property
    def whole(self) -> NameVariant:
        """The name with what stands in brackets, without former names."""
        return NameVariant(_core(_without_former(self.name), self.country_words))

    @cached_property
    def readings(self) -> tuple[NameVariant, ...]:
        """The whole name, the name without brackets, what stands in brackets, and former names."""
        inside = [part for part in _BRACKETS.findall(self.name) if len(match_text(part).split()) > 1]
        texts = [(_without_former(self.name), False), (_BRACKETS.sub(" ", self.name), False)]
        texts += [(_FORMER.sub("", part), bool(_FORMER.match(part))) for part in inside]
        found = [NameVariant(_core(text, self.country_words), former) for text, former in texts]
        return tuple(dict.fromkeys(reading for reading in found if not self._says_only_where(reading.words)))

    def _says_only_where(self, words: tuple[str, ...]) -> bool:
        return set(self.place.words).issuperset(words) or "".join(words) in self.place.words

    @cached_property
    def units(self) -> frozenset[str]:
        """Numbers that tell one company's units apart."""
        return units_of(_without_former(self.name))

    @cached_property
    def branch(self) -> bool:
        """Whether the name marks another plant than the company's first."""
        return not BRANCH_WORDS.isdisjoint(match_text(_without_former(self.name)).split())

    @cached_property
    def place(self) -> AddressParts:
        """The address taken apart."""
        return place_of_address(self.address, self.country_words)


def _without_former(name: str) -> str:
    return _BRACKETS.sub(lambda m: " " if _FORMER.match(m[1]) else f" ({m[1]}) ", name)


def _core(text: str, country_words: frozenset[str]) -> tuple[str, ...]:
    words = [_GLUED_FORM.sub("", word) for word in match_text(_CAMEL.sub(" ", text)).split()]
    core = without_legal_forms(words)
    core = without_country(core, country_words) or core
    return tuple(word for at, word in enumerate(core) if not at or not _is_unit(word))


def without_legal_forms(words: Sequence[str]) -> list[str]:
    """Words of a name without its legal forms; all of them when nothing else is there."""
    remaining: list[str] = []
    at = 0
    while at < len(words):
        phrase = _phrase_at(words, at)
        if not phrase and words[at] not in LEGAL_WORDS:
            remaining.append(words[at])
        at += phrase or 1
    return remaining or list(words)


def _phrase_at(words: Sequence[str], at: int) -> int:
    for phrase in LEGAL_PHRASES.get(words[at], ()):
        if tuple(words[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def without_country(words: Sequence[str], country_words: frozenset[str]) -> list[str]:
    """Words without the ways of writing the country."""
    remaining: list[str] = []
    at = 0
    while at < len(words):
        length = next((n for n in (4, 3, 2, 1) if " ".join(words[at : at + n]) in country_words), 0)
        if not length:
            remaining.append(words[at])
        at += length or 1
    return remaining


def _is_unit(word: str) -> bool:
    return word.isdigit() or word in _SURELY_ROMAN


def units_of(name: str) -> frozenset[str]:
    """Numbers that tell a company's units apart: "Unit IV" and "Unit-04" are 4, "TM2" is 2, "Block B" is b."""
    words = without_legal_forms(match_text(name).split())
    found: set[str] = set()
    for at, word in enumerate(words):
        behind_mark = at > 0 and words[at - 1] in UNIT_WORDS
        if word.isdigit():
            if at:  # "425 Cellars" is a name
                found.add(word.lstrip("0") or "0")
        elif word in _SURELY_ROMAN or (word in _ROMAN and (behind_mark or 0 < at == len(words) - 1)):
            found.add(str(_ROMAN[word]))
        elif len(word) == 1 and (behind_mark or (word in "abcdefgh" and 0 < at == len(words) - 1)):
            found.add(word)
        elif tail := _TAIL.fullmatch(word):
            found.add(tail[1])
    return frozenset(found)


def place_of_address(address: str, country_words: frozenset[str]) -> AddressParts:
    """An address taken apart."""
    text = _CAMEL.sub(" ", address).replace("#", " no ")
    words = without_country(
        [part for word in match_text(text).split() for part in _parts(word)], country_words
    )
    telling: list[str] = []
    numbers: dict[str, set[str]] = {kind: set() for kind in _KINDS}
    kind = ""
    for at, word in enumerate(words):
        kind = _kind(words, at, kind)
        if kind == "word":
            telling.append(place_word(word))
        elif kind:
            numbers[kind].add(_bare(word))
    return AddressParts(tuple(telling), *(frozenset(numbers[kind]) for kind in _KINDS))


def _parts(word: str) -> Iterable[str]:
    return (
        (str(_ROMAN[word]),)
        if word in _SURELY_ROMAN
        else (word,)
        if word.isdigit() or _ORDINAL.fullmatch(word)
        else _BOUNDARY.sub(" ", word).split()
    )


def _bare(word: str) -> str:
    number = _NUMBER.fullmatch(word)
    return number[2] + number[3] if number else word


def _kind(words: Sequence[str], at: int, previous: str) -> str:
    """What a part of an address is: a telling word, a number of one of the kinds, or "" for what tells nothing."""
    word, before = words[at], _before(words, at)
    if _ORDINAL.fullmatch(word):
        return "area" if _word_after(words, at) in FLOORS else "word"
    if _NUMBER.fullmatch(word):
        return _number_kind(words, at, previous)
    if len(word) == 1:
        return "premises" if before in PREMISES else ""
    if _is_unit(word):
        return "area"
    return "" if word in PLACE_KINDS else "word"


def _number_kind(words: Sequence[str], at: int, previous: str) -> str:
    before = _before(words, at)
    if before in PREMISES or (previous == "premises" and before[0].isdigit()):
        return "premises"
    if before == "no" and words[0].isdigit() and at > 1:
        return "premises"  # "1210 70th Avenue, #2"
    if before in AREA_MARKS or _word_after(words, at) in WORDS_BEFORE_AREA:
        return "area"
    return "postal" if _is_postal(words[at], before, first=at == 0) else "house"


def _is_postal(word: str, before: str, *, first: bool) -> bool:
    if first or before in PLACE_KINDS:
        return False
    digits = sum(map(str.isdigit, word))
    behind_name = len(before) > 1 and not before[0].isdigit()
    return digits >= _POSTAL or (digits == _PERHAPS_POSTAL and behind_name)


def _before(words: Sequence[str], at: int) -> str:
    """The word before; "Road No. 12" is a road's number as "Road 12" is."""
    before = words[at - 1] if at else ""
    marked = before in {"no", "number"} and at > 1 and words[at - 2] in NUMBERED | PREMISES
    return words[at - 2] if marked else before


def _word_after(words: Sequence[str], at: int) -> str:
    return words[at + 1] if at + 1 < len(words) else ""


def place_word(word: str) -> str:
    """A word of an address without the kind of place that is often written on to it."""
    for suffix in PLACE_SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SUFFIXED:
            return word.removesuffix(suffix)
    return word
