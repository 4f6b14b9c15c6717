"""A criteria document: what a factory must show to be recognised. Frozen; compared exactly.

A *criterion* is one measure, one comparison, one bar. A *rule* is the criteria whose codes agree up to the hyphen
(C1-COUNT and C1-RECENT are rule C1). `criteria_parsing` makes documents of TOML texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256

from recognition.domain.measures import MEASURES, Measure, Pillar, Window


class Comparison(StrEnum):
    """How a value is held against the bar."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    EQUALS = "equals"  # only with the best value there is, so that more of a good thing never hurts


@dataclass(frozen=True, slots=True)
class Bar:
    """A threshold, n of `of`; a plain number is n of 1."""

    n: int
    of: int = 1

    @property
    def value(self) -> Fraction:
        """As one number."""
        return Fraction(self.n, self.of)


@dataclass(frozen=True, slots=True)
class Reading:
    """What has to be measured: a measure over a window."""

    measure: str
    window: Window

    @property
    def key(self) -> str:
        """How stored vectors call it: `noncompliance_rate@last=1`."""
        return f"{self.measure}@{self.window.key}"


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a bar comes from."""

    text: str
    on: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Override:
    """What differs in one country."""

    bar: Bar
    window: Window
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One atomic criterion.

    Attributes:
        sentence: plain words, with `{threshold}` and `{window}` where the numbers go.
        set_by_programme: whether the bar is the programme's own to set, for want of a published one.
        overrides: per country code, what differs there.
    """

    code: str
    pillar: Pillar
    title: str
    sentence: str
    measure: str
    comparison: Comparison
    bar: Bar
    window: Window
    unit: str
    set_by_programme: bool = False
    references: tuple[Reference, ...] = ()
    overrides: Mapping[str, Override] = field(default_factory=dict)

    @property
    def rule(self) -> str:
        """The part of the code before the hyphen."""
        return self.code.partition("-")[0]

    @property
    def meaning(self) -> Measure:
        """The measure, from the vocabulary."""
        return MEASURES[self.measure]

    @property
    def reading(self) -> Reading:
        """What has to be measured where no override says otherwise."""
        return Reading(self.measure, self.window)

    def bar_in(self, country: str) -> Bar:
        """The bar that holds in a country."""
        override = self.overrides.get(country)
        return override.bar if override else self.bar

    def reading_in(self, country: str) -> Reading:
        """What has to be measured in a country."""
        override = self.overrides.get(country)
        return Reading(self.measure, override.window if override else self.window)

    def readings(self) -> Iterator[Reading]:
        """Every reading that some country needs."""
        yield self.reading
        yield from (Reading(self.measure, override.window) for override in self.overrides.values())

    def told(self, country: str = "") -> str:
        """The sentence with the numbers that hold in a country."""
        bar, window = self.bar_in(country), self.reading_in(country).window
        return self.sentence.format(threshold=self._bar_in_words(bar), window=window.size)

    def _bar_in_words(self, bar: Bar) -> str:
        if not self.meaning.is_rate:
            return str(bar.n)
        return f"{bar.n} per cent" if bar.of == PER_CENT else f"{bar.n} of {bar.of}"


PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Close:
    """What a near miss is: at most so many rules failed, and none of some."""

    max_failed: int
    never: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CriteriaDocument:
    """One version of a set of criteria."""

    code: str
    version: str
    title: str
    description: str
    pillars: Mapping[Pillar, str]
    criteria: tuple[Criterion, ...]
    close: Close
    references: tuple[Reference, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules, in the order of their first criterion."""
        return tuple(dict.fromkeys(criterion.rule for criterion in self.criteria))

    def readings(self) -> tuple[Reading, ...]:
        """Everything that has to be measured, each once."""
        return tuple(
            dict.fromkeys(reading for criterion in self.criteria for reading in criterion.readings())
        )

    def criterion(self, code: str) -> Criterion:
        """One criterion by its code.

        Raises:
            KeyError: there is none of that code.
        """
        for criterion in self.criteria:
            if criterion.code == code:
                return criterion
        raise KeyError(code)


def digest(text: str) -> str:
    """Fingerprint of a criteria text, word for word (line ends aside): SHA-256 in hexadecimal."""
    return sha256("\n".join(text.splitlines()).encode()).hexdigest()
