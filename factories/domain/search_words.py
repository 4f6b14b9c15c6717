"""How a search forgives: words in Latin letters, spelt nearly alike, in any order, written together or apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from anyascii import anyascii
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from factories.domain.name_words import ENTERPRISE, TRADES
from files.domain.names import match_name, match_text

LONGEST_WORD = 40

_COMMON = 0.3  # weight of a word that half of all factories have in their name
_VOWELS = str.maketrans("", "", "aeiouywh")
_SAME_SOUND = str.maketrans({"q": "k", "c": "k", "x": "k", "z": "s", "j": "g", "v": "f", "b": "p", "d": "t"})


def search_words(text: str) -> list[str]:
    """The words of a name in plain Latin letters, whatever its script; without legal forms."""
    latin = match_text(anyascii(match_name(text)))
    return [word[:LONGEST_WORD] for word in latin.split()]


def is_common(word: str) -> bool:
    """Whether a word says little of which factory is meant: garments, industries."""
    return word in TRADES or word in ENTERPRISE


def similar_words(
    words: Sequence[str], vocabulary: Collection[str], *, by_sound: bool
) -> list[Mapping[str, float]]:
    """For each word those of the vocabulary that it may stand for, with their likeness from 0 to 1.

    One letter other, left out, added or changed with its neighbour in words of three to five letters, two in longer
    ones. With `by_sound` also words with the same consonants, as other scripts write them.
    """
    known = list(vocabulary)
    return [_similar(word, known, by_sound=by_sound) for word in words]


def respelt(words: Sequence[str], vocabulary: Collection[str]) -> list[str]:
    """The words as the vocabulary has them: two that it writes as one joined, one that it writes as two parted."""
    joined: list[str] = []
    for word in words:
        if joined and word not in vocabulary and joined[-1] + word in vocabulary:
            joined[-1] += word
        else:
            joined.append(word)
    return [part for word in joined for part in _parted(word, vocabulary)]


def lengths_of(words: Sequence[str]) -> tuple[int, int]:
    """From how many letters to how many a word of the vocabulary has that any of these may stand for."""
    letters = [len(word) for word in words] + [len(first + second) for first, second in pairwise(words)]
    return max(1, min(letters) // 2 - 2), max(letters) + 2


def likeness(words: Sequence[str], similar: Sequence[Mapping[str, float]], name: Collection[str]) -> float:
    """How well the words fit a factory's name, from 0 to 1; words that say little weigh less."""
    weights = [_COMMON if is_common(word) else 1.0 for word in words]
    found = [max((likes.get(part, 0.0) for part in name), default=0.0) for likes in similar]
    return sum(w * f for w, f in zip(weights, found, strict=True)) / sum(weights)


def in_order(
    words: Sequence[str], names: Mapping[int, Collection[str]], fit: Mapping[int, float]
) -> list[int]:
    """Keys of the names, those that fit best first; equals by how alike the whole names are."""
    text = " ".join(words)
    alike = {key: fuzz.token_sort_ratio(text, " ".join(name)) for key, name in names.items()}
    return sorted(names, key=lambda key: (-round(fit[key], 2), -alike[key], key))


def _similar(word: str, vocabulary: list[str], *, by_sound: bool) -> Mapping[str, float]:
    allowed = 0 if len(word) < 3 else 1 if len(word) < 6 else 2  # noqa: PLR2004  # as said above
    near = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    found = {other: 1 - distance / (len(word) + 1) for other, distance, _ in near}
    if by_sound and len(sound := _sound(word)) > 1:
        found = {other: 0.8 for other in vocabulary if _sound(other) == sound} | found
    return found


def _sound(word: str) -> str:
    consonants = word.translate(_SAME_SOUND).translate(_VOWELS)
    return "".join(letter for at, letter in enumerate(consonants) if consonants[at - 1 : at] != letter)


def _parted(word: str, vocabulary: Collection[str]) -> Iterable[str]:
    if word in vocabulary:
        return (word,)
    for at in range(3, len(word) - 2):
        if word[:at] in vocabulary and word[at:] in vocabulary:
            return (word[:at], word[at:])
    return (word,)
