"""Who is who: each factory's practice, drawn once and shown in all its evidence.

A *leader* practises all four pillars. A *near* factory does too, but for one or two things. The others have more
to do; the worst few are *struggling*. Nothing here knows the criteria: what comes of a profile is for the
programme's engine to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from demo.generator.rates import CountryPlan

Ints = np.ndarray[tuple[int], np.dtype[np.int64]]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]

WEAKNESSES = (
    "many_findings", "one_weak_point", "systems", "repeats", "committee", "plan", "learning",
)  # fmt: skip
_NEAR_SHARE = 1 / 15
# where nearly every factory breaks one core rule, only the few that do not can be near
_NEAR_CAP = {"ID": 0.06, "JO": 0.15}


class PerformanceProfile(IntEnum):
    """How a factory does."""

    LEADER = 0
    NEAR = 1
    ORDINARY = 2
    STRUGGLING = 3


@dataclass(frozen=True, slots=True)
class Cast:
    """All factories: country index, profile, practice (0 best to 1 worst) and each near factory's weaknesses."""

    countries: tuple[CountryPlan, ...]
    country: Ints
    profile: Ints
    practice: Floats
    weaknesses: tuple[frozenset[str], ...]

    def of_country(self, index: int) -> Ints:
        """Positions of one country's factories."""
        return np.flatnonzero(self.country == index)


def cast(countries: tuple[CountryPlan, ...], count: int, rng: np.random.Generator) -> Cast:
    """Draw `count` factories, shared among the countries as published."""
    country = _shared(countries, count)
    profile = np.where(
        rng.random(count) < 0.1, int(PerformanceProfile.STRUGGLING), int(PerformanceProfile.ORDINARY)
    ).astype(np.int64)
    near = rng.random(count) < _NEAR_SHARE
    for index, plan in enumerate(countries):
        of_here = np.flatnonzero(near & (country == index))
        cap = int(_NEAR_CAP.get(plan.code, 1.0) * np.count_nonzero(country == index))
        near[of_here[cap:]] = False
    profile[near] = int(PerformanceProfile.NEAR)
    profile[_leaders(countries, country, near, rng)] = int(PerformanceProfile.LEADER)
    return Cast(countries, country, profile, _practice(profile, rng), _weaknesses(profile, rng))


def _shared(countries: tuple[CountryPlan, ...], count: int) -> Ints:
    """Country index per factory: published shares, largest remainders first."""
    weights = np.array([plan.factories for plan in countries], dtype=np.float64)
    exact = weights / weights.sum() * count
    whole = np.floor(exact).astype(np.int64)
    for index in np.argsort(whole - exact, kind="stable")[: count - int(whole.sum())]:
        whole[index] += 1
    return np.repeat(np.arange(len(countries), dtype=np.int64), whole)


def _leaders(
    countries: tuple[CountryPlan, ...], country: Ints, near: np.ndarray, rng: np.random.Generator
) -> Ints:
    """One leader for certain, and a rare few more: from the two countries with the longest experience."""
    grown = [i for i, plan in enumerate(countries) if plan.code in {"KH", "VN"}]
    able = np.flatnonzero(near & np.isin(country, grown))
    if not able.size:
        able = np.flatnonzero(np.isin(country, grown))
    number = min(1 + int(rng.binomial(len(country), 1 / 1500)), 5, able.size)
    return np.asarray(rng.choice(able, size=number, replace=False), dtype=np.int64)


def _practice(profile: Ints, rng: np.random.Generator) -> Floats:
    low = np.array([0.0, 0.03, 0.2, 0.8])[profile]
    high = np.array([0.02, 0.1, 0.85, 1.0])[profile]
    practice: Floats = low + (high - low) * rng.random(len(profile))
    return practice


def _weaknesses(profile: Ints, rng: np.random.Generator) -> tuple[frozenset[str], ...]:
    drawn: list[frozenset[str]] = []
    for performance in profile:
        if performance != PerformanceProfile.NEAR:
            drawn.append(frozenset())
            continue
        how_many = 1 if rng.random() < 0.35 else 2
        drawn.append(frozenset(rng.choice(WEAKNESSES, size=how_many, replace=False).tolist()))
    return tuple(drawn)
