"""The criteria in plain words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.models import SchemeCriteria

PILLARS = ("compliance", "management_systems", "social_dialogue", "learning")


@dataclass(frozen=True, slots=True)
class PlainCriterion:
    """A criterion as it reads in one language."""

    code: str
    title: str
    sentence: str
    comparison: str


@dataclass(frozen=True, slots=True)
class PlainPillar:
    """A pillar with its criteria."""

    code: str
    name: str
    criteria: list[PlainCriterion]


@dataclass(frozen=True, slots=True)
class PlainCriteria:
    """A criteria version in plain words."""

    code: str
    version: str
    in_force_from: date | None
    pillars: list[PlainPillar]

    @property
    def sentences(self) -> dict[str, PlainCriterion]:
        """Criteria by code."""
        return {criterion.code: criterion for pillar in self.pillars for criterion in pillar.criteria}


def scheme_criteria(on: date, *, language: str, country: str = "") -> PlainCriteria | None:
    """The criteria in force on a day (before the first came into force, the first). One query."""
    known = list(SchemeCriteria.objects.filter(in_force_from__isnull=False).order_by("in_force_from", "name"))
    in_force = [version for version in known if version.in_force_from and version.in_force_from <= on]
    return _plain((in_force or known[:1])[-1], language, country) if known else None


def criteria_named(name: str, *, language: str, country: str = "") -> PlainCriteria | None:
    """A criteria version by its name, `high-performance/1.0`. One query."""
    return criteria_by_country([(name, country)], language=language).get((name, country))


def criteria_by_country(
    named: Collection[tuple[str, str]], *, language: str
) -> dict[tuple[str, str], PlainCriteria]:
    """Criteria versions by name, each as it reads in a country; unknown names are left out. One query."""
    found = SchemeCriteria.objects.in_bulk(list({name for name, _country in named}))
    return {
        (name, country): _plain(found[name], language, country)
        for name, country in set(named)
        if name in found
    }


def _plain(found: SchemeCriteria, language: str, country: str) -> PlainCriteria:
    pillars = [
        PlainPillar(
            code=pillar,
            name=_spoken(names, language),
            criteria=[
                _criterion(criterion, language, country)
                for criterion in found.criteria
                if criterion["pillar"] == pillar
            ],
        )
        for pillar, names in found.pillars.items()
    ]
    return PlainCriteria(found.code, found.version, found.in_force_from, pillars)


def _criterion(criterion: dict[str, Any], language: str, country: str) -> PlainCriterion:
    sentences = criterion["overrides"].get(country) or criterion["sentences"]
    return PlainCriterion(
        criterion["code"],
        _spoken(criterion["titles"], language),
        _spoken(sentences, language),
        criterion["comparison"],
    )


def _spoken(texts: dict[str, str], language: str) -> str:
    """The text in a language, else in English."""
    return texts.get(language) or texts["en"]
