"""Every loaded version with its layouts, to find the one that is meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from files.domain.spelling import did_you_mean
from questionnaires.domain.layout import SheetLayout


class UnknownQuestionnaire(LookupError):
    """No version is meant. Carries "what is wrong; what to do"."""


@dataclass(frozen=True, slots=True)
class QuestionnaireIndex:
    """Every loaded version with its layouts, to find the one that a file means.

    Attributes:
        versions: per code, (valid from, `code@version`) in order of the days.
        layouts: by (`code@version`, country); "" for countries without a variant.
        country_days: a version's first day in a country that begins on another, by (`code@version`, country).
    """

    versions: Mapping[str, tuple[tuple[date, str], ...]]
    layouts: Mapping[tuple[str, str], SheetLayout]
    country_days: Mapping[tuple[str, str], date] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        versions: Iterable[tuple[str, date]],
        layouts: Iterable[SheetLayout],
        country_days: Mapping[tuple[str, str], date] | None = None,
    ) -> QuestionnaireIndex:
        """The index over (`code@version`, valid from) and their layouts, as a mirror of releases has them."""
        by_code: dict[str, list[tuple[date, str]]] = {}
        for reference, valid_from in versions:
            by_code.setdefault(reference.partition("@")[0], []).append((valid_from, reference))
        return cls(
            versions={code: tuple(sorted(found)) for code, found in by_code.items()},
            layouts={(layout.questionnaire, layout.country): layout for layout in layouts},
            country_days=country_days or {},
        )

    @property
    def questions(self) -> frozenset[str]:
        """Every question of every layout."""
        return frozenset(code for layout in self.layouts.values() for code in layout.codes)

    def layout(self, text: str, country: str, day: date) -> SheetLayout:
        """The layout of the version that a file names, in a country.

        Args:
            text: `code@version`, or the code alone for the version in force on the day.
            country: ISO 3166-1 alpha-2.
            day: the day of the assessment.

        Raises:
            UnknownQuestionnaire: there is none.
        """
        reference = text if "@" in text else self._in_force(text, country, day)
        found = self.layouts.get((reference, country)) or self.layouts.get((reference, ""))
        if found is None:
            known = [questionnaire for versions in self.versions.values() for _, questionnaire in versions]
            mend = did_you_mean(text, known) if known else "load a questionnaire first"
            raise UnknownQuestionnaire(f'there is no questionnaire "{text[:40]}"; {mend}')
        return found

    def _in_force(self, code: str, country: str, day: date) -> str:
        versions = sorted(
            (self.country_days.get((reference, country), valid_from), valid_from, reference)
            for valid_from, reference in self.versions.get(code, ())
        )
        begun = [reference for first, _, reference in versions if first <= day]
        if begun:
            return begun[-1]
        if versions:
            first = versions[0][0]
            raise UnknownQuestionnaire(
                f"no version of {code} was in force on {day}; correct the day, the first is from {first}"
            )
        return code
