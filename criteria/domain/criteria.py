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

from criteria.domain.measures import MEASURES, Measure, MeasureWindow, Pillar
from criteria.domain.measures.units import PERCENTAGE_POINTS
from criteria.domain.translations import Translate, gettext_noop
from criteria.domain.translations import gettext_noop as _


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
class MeasureRequest:
    """What has to be measured: a measure over a window."""

    measure: str
    window: MeasureWindow

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
    window: MeasureWindow
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One atomic criterion.

    Attributes:
        sentence: plain words, with `{bar}` (comparison and number: no more than 2), `{threshold}` (the
            number alone) and `{window}` where they go.
        set_by_programme: whether the bar is the programme's own to set, for want of a published one.
        overrides: per country code, what differs there.
        translations: per language, its title and sentence under these names.
    """

    code: str
    pillar: Pillar
    title: str
    sentence: str
    measure: str
    comparison: Comparison
    bar: Bar
    window: MeasureWindow
    unit: str
    set_by_programme: bool = False
    references: tuple[Reference, ...] = ()
    overrides: Mapping[str, Override] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def rule(self) -> str:
        """The part of the code before the hyphen."""
        return self.code.partition("-")[0]

    @property
    def meaning(self) -> Measure:
        """The measure, from the vocabulary."""
        return MEASURES[self.measure]

    @property
    def reading(self) -> MeasureRequest:
        """The measure and window where no country overrides them."""
        return MeasureRequest(self.measure, self.window)

    def bar_in(self, country: str) -> Bar:
        """The bar that holds in a country."""
        override = self.overrides.get(country)
        return override.bar if override else self.bar

    def reading_in(self, country: str) -> MeasureRequest:
        """What has to be measured in a country."""
        override = self.overrides.get(country)
        return MeasureRequest(self.measure, override.window if override else self.window)

    def readings(self) -> Iterator[MeasureRequest]:
        """Every reading that some country needs."""
        yield self.reading
        yield from (MeasureRequest(self.measure, override.window) for override in self.overrides.values())

    def rendered(self, country: str = "", translate: Translate = gettext_noop) -> str:
        """The sentence with the numbers that hold in a country, in the language of the function passed."""
        bar, window = self.bar_in(country), self.reading_in(country).window
        sentence = translate(self.sentence).format(
            bar=self._compared(bar, translate), threshold=self._in_words(bar, translate), window=window.size
        )
        return sentence[:1].upper() + sentence[1:]

    def threshold_in(self, country: str = "", translate: Translate = gettext_noop) -> str:
        """The threshold alone with its comparison: "no more than 0", "at least 80 per cent"."""
        words = self._in_words(self.bar_in(country), translate)
        if self.comparison is Comparison.EQUALS:
            return words
        at_least = self.comparison is Comparison.AT_LEAST
        return translate(_("at least %(bar)s") if at_least else _("no more than %(bar)s")) % {"bar": words}

    def _compared(self, bar: Bar, translate: Translate) -> str:
        """The bar with its comparison: "no more than 2", "at least 80 per cent", and "no" or "none" for nothing."""
        words = self._in_words(bar, translate)
        if self.comparison is Comparison.AT_LEAST:
            return translate(_("at least %(bar)s")) % {"bar": words}
        if self.comparison is Comparison.AT_MOST and bar.n > 0:
            return translate(_("no more than %(bar)s")) % {"bar": words}
        if bar.n == 0:
            return translate(_("none") if self.meaning.is_rate else _("no"))
        return words

    def _in_words(self, bar: Bar, translate: Translate) -> str:
        if not self.meaning.is_rate:
            return str(bar.n)
        if bar.of != PER_CENT:
            return translate(_("%(n)s of %(of)s")) % {"n": bar.n, "of": bar.of}
        points = self.meaning.unit is PERCENTAGE_POINTS
        return translate(_("%(n)s percentage points") if points else _("%(n)s per cent")) % {"n": bar.n}


PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Close:
    """What a near miss is: at most so many rules failed, and none of some."""

    max_failed: int
    never: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CriteriaDocument:
    """One version of a set of criteria.

    Attributes:
        translations: per language, its title, its description and the titles of its pillars, under these names.
    """

    code: str
    version: str
    title: str
    description: str
    pillars: Mapping[Pillar, str]
    criteria: tuple[Criterion, ...]
    close: Close
    references: tuple[Reference, ...] = ()
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules, in the order of their first criterion."""
        return tuple(dict.fromkeys(criterion.rule for criterion in self.criteria))

    def readings(self) -> tuple[MeasureRequest, ...]:
        """Everything that has to be measured, each once."""
        return tuple(
            dict.fromkeys(reading for criterion in self.criteria for reading in criterion.readings())
        )

    def texts_in(self, language: str) -> dict[str, str]:
        """The translations that the document brings along for a language, by their English."""
        own = {"title": self.title, "description": self.description}
        own |= {pillar.value: title for pillar, title in self.pillars.items()}
        found = {own[name]: text for name, text in self.translations.get(language, {}).items() if name in own}
        for criterion in self.criteria:
            english = {"title": criterion.title, "sentence": criterion.sentence}
            translated = criterion.translations.get(language, {})
            found |= {english[name]: text for name, text in translated.items()}
        return found

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages for which it brings translations along."""
        named = {*self.translations, *(code for item in self.criteria for code in item.translations)}
        return tuple(sorted(named))

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
