"""Which column of a list holds what: proposals from the columns' names and, for codes, from their values."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from countries.domain.countries import code_of
from factory_lists.domain.aliases import ALIASES, SEVERAL
from files.domain.names import match_text

TARGETS = tuple(ALIASES)
_CODE = re.compile(r"[A-Z]{2}-[A-Z]?[0-9]{1,9}")  # the programme's own form: KH-00017, KH-C14
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SHORTEST_NEAR = 5  # letters of a word that may have a slip: "men" is no misspelt "women"
_TWO_SLIPS = 8  # letters of a word that may have two
_MOSTLY = 0.8  # of the values of a column that holds codes


class How(StrEnum):
    """Why a column is proposed for what it is proposed for."""

    NAME = "name"  # the programme's own name, or a usual one
    NEAR = "near"  # almost a usual name
    REFERENCE = "reference"  # named like a code, but the values are not the programme's
    TAKEN = "taken"  # another column holds this already
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What a column probably holds: one of TARGETS, or "" for a column that is not read."""

    column: str
    target: str
    how: How


def folded_name(column: str) -> str:
    """A column's name as the table of usual names has it."""
    text = _CAMEL.sub(" ", column).replace("%", " percent ").replace("#", " number ")
    return match_text(text)


def propose(
    columns: Sequence[str],
    samples: Mapping[str, Sequence[str]],
    *,
    is_code: Callable[[str], bool] = lambda _text: False,
) -> list[ColumnGuess]:
    """What each column probably holds, in the order of the columns.

    Args:
        columns: names, each once.
        samples: some values of the columns that may hold codes.
        is_code: whether a factory is registered under a code.
    """
    candidates = {column: _candidates(column) for column in columns}
    references = {
        column
        for column, found in candidates.items()
        if "code" in {target for target, *_ in found} and not holds_codes(samples.get(column, ()), is_code)
    }
    found: dict[str, tuple[str, How]] = {}
    claims = sorted(
        (-1 if target == "code" and any(samples.get(column, ())) else rank, near, place, column, target)
        for place, (column, several) in enumerate(candidates.items())
        for target, rank, near in several
        if not (target == "code" and column in references)
    )
    held: set[str] = set()
    for _rank, near, _place, column, target in sorted(
        claims, key=lambda claim: (claim[1], claim[0], claim[2])
    ):
        if column in found or (target in held and target not in SEVERAL):
            continue
        held.add(target)
        found[column] = target, How.NEAR if near else How.NAME
    return [
        ColumnGuess(column, *found.get(column, ("", _why_not(column, candidates, references))))
        for column in columns
    ]


def holds_codes(values: Sequence[str], is_code: Callable[[str], bool]) -> bool:
    """Whether most values of a column are codes of the programme's form, or codes of factories it knows.

    A column without any value may as well be one.
    """
    given = [value.strip() for value in values if value.strip()]
    fitting = sum(1 for value in given if _has_form(value.upper()) or is_code(value.upper()))
    return fitting >= _MOSTLY * len(given)


def _has_form(code: str) -> bool:
    """Whether it is a country's letters and a number, perhaps of a series: KH-00017, KH-C14."""
    return bool(_CODE.fullmatch(code)) and code_of(code[:2]) == code[:2]


def may_hold_codes(column: str) -> bool:
    """Whether the column is called as columns of codes are."""
    return any(target == "code" for target, *_ in _candidates(column))


def recognised(cells: Collection[str]) -> int:
    """How many different things a row of cells names, were it the head of a list."""
    targets = {target for cell in cells for target, _rank, near in _candidates(cell)[:1] if not near}
    return len(targets)


def names_a_factory(cells: Collection[str]) -> bool:
    """Whether one of the cells is what lists call the column of names."""
    return any(target == "name" for cell in cells for target, _rank, near in _candidates(cell) if not near)


def _why_not(
    column: str, candidates: Mapping[str, Sequence[tuple[str, int, bool]]], references: Collection[str]
) -> How:
    if column in references:
        return How.REFERENCE
    return How.TAKEN if candidates[column] else How.UNKNOWN


@lru_cache(maxsize=4096)
def _candidates(column: str) -> tuple[tuple[str, int, bool], ...]:
    """Targets that a column of this name may hold: target, place of the name among the usual ones, only near."""
    name = folded_name(column)
    exact = _by_alias().get(name)
    if exact:
        return tuple((target, rank, False) for target, rank in exact)
    near = [alias for alias in _by_alias() if _nearly(name, alias)]
    return tuple((target, rank, True) for alias in near[:1] for target, rank in _by_alias()[alias])


def _nearly(name: str, alias: str) -> bool:
    """Whether the names are the same but for slips of the pen in long words, or for the spaces between words."""
    if name.replace(" ", "") == alias.replace(" ", ""):
        return True
    words, usual = name.split(), alias.split()
    return len(words) == len(usual) and all(map(_nearly_word, words, usual))


def _nearly_word(word: str, usual: str) -> bool:
    if word == usual:
        return True
    shortest = min(len(word), len(usual))
    if shortest < _SHORTEST_NEAR or word[0] != usual[0]:
        return False
    slips = 2 if shortest >= _TWO_SLIPS else 1
    return OSA.distance(word, usual, score_cutoff=slips) <= slips


@lru_cache(maxsize=1)
def _by_alias() -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for target, names in ALIASES.items():
        for rank, name in enumerate(names):
            found.setdefault(match_text(name), []).append((target, rank))
    return found
