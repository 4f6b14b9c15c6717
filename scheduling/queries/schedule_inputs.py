"""Everything that a plan of visits depends on, read as of a day in a constant number of statements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from advisory.queries.improvement_plan_sources import (
    LastAssessment,
    advising_since,
    last_assessments,
    recent_teams,
)
from countries.domain.country_rules import is_working_day
from countries.queries.country_settings import SettingsByCountry, settings_by_country
from criteria.domain.days import months_after
from factories.queries import registered
from factories.queries.memberships.staff import countries_by_adviser
from recognition.queries.recognised import recognised_factories
from scheduling.domain.model import Adviser, Placed, Task
from scheduling.domain.rules import IntervalGroup, PlanRules, parse_rules
from scheduling.domain.windows import group_of, horizon, window_of
from scheduling.models import AdviserCapacity, ConflictOfInterest, PlannedAssessment
from scheduling.queries.priority import priority_factories

SHIPPED = Path(__file__).resolve().parent.parent / "plan.toml"


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """What there is to plan with, before it is decided what stays.

    Attributes:
        tasks: by factory id, every open factory whose window opens within the plan.
        groups: how many open factories are in each group.
        last: by factory id, the latest full assessment.
        open_rows: those of the plan as they are.
        allowed_there: who may assess which factory is `barred` and countries; see `may_go`.
    """

    today: int
    rules: PlanRules
    tasks: Mapping[int, Task]
    groups: Mapping[IntervalGroup, int]
    group: Mapping[int, IntervalGroup]
    country: Mapping[int, str]
    last: Mapping[int, LastAssessment]
    advisers: Mapping[int, Adviser]
    barred: Mapping[int, frozenset[int]]
    open_rows: Sequence[PlannedAssessment]
    working_days: Mapping[str, Sequence[int]]

    def may_go(self, factory: int, placed: Placed) -> bool:
        """Whether both advisers of a visit still may assess the factory."""
        country = self.country.get(factory, "")
        return all(
            adviser in self.advisers
            and country in self.advisers[adviser].countries
            and adviser not in self.barred.get(factory, frozenset())
            for adviser in placed.advisers
        )


@lru_cache(maxsize=1)
def plan_rules() -> PlanRules:
    """The programme's numbers as shipped."""
    return parse_rules(SHIPPED.read_text(encoding="utf-8"))


def plan_inputs(on: date, rules: PlanRules) -> PlanInputs:
    """What there is to plan with on a day. Fourteen statements."""
    today = on.toordinal()
    known_settings = settings_by_country()
    country = {
        factory: code
        for factory, code in registered().values_list("id", "country_id")
        if not known_settings.taken_out(code, on)
    }
    last = last_assessments()
    group = _groups(country, on)
    unwelcome = barred(on, rules)
    tasks = {}
    for factory, code in country.items():
        known = last.get(factory)
        window = window_of(
            known.assessed_on.toordinal() if known else None, group[factory], today=today, rules=rules
        )
        if window.opens <= horizon(today, rules):
            tasks[factory] = Task(
                factory, code, group[factory], window.due, window.opens, window.closes, window.late,
                unwelcome.get(factory, frozenset()),
            )  # fmt: skip
    return PlanInputs(
        today=today,
        rules=rules,
        tasks=tasks,
        groups=Counter(group.values()),
        group=group,
        country=country,
        last=last,
        advisers=plan_advisers(rules),
        barred=unwelcome,
        open_rows=list(
            PlannedAssessment.objects.filter(state__in=PlannedAssessment.OPEN).order_by("factory_id")
        ),
        working_days=working_days(
            set(country.values()),
            on,
            date.fromordinal(horizon(today, rules) + 2 * rules.either_side + 7),
            known=known_settings,
        ),
    )


def plan_advisers(rules: PlanRules) -> dict[int, Adviser]:
    """Active advisers by user id. Two statements."""
    capacity = dict(AdviserCapacity.objects.values_list("adviser_id", "per_month"))
    return {
        user: Adviser(user, countries, capacity.get(user, rules.visits_a_month))
        for user, countries in countries_by_adviser().items()
    }


def working_days(
    countries: Collection[str], first: date, last: date, *, known: SettingsByCountry
) -> dict[str, Sequence[int]]:
    """By country code, the days on which people work there: neither its weekend nor a holiday, as its settings say."""
    span = range(first.toordinal(), last.toordinal() + 1)
    return {
        code: tuple(
            day for day in span if is_working_day(code, on := date.fromordinal(day), known.on(code, on))
        )
        for code in sorted(countries)
    }


def _groups(factories: Collection[int], on: date) -> dict[int, IntervalGroup]:
    recognised = set(recognised_factories())
    # a day moved by a case would tell of it to an adviser who may not know
    priority = {
        factory.factory_id for factory in priority_factories(on) if factory.rank_without_cases is not None
    }
    return {
        factory: group_of(recognised=factory in recognised, priority=factory in priority)
        for factory in factories
    }


def barred(on: date, rules: PlanRules) -> dict[int, frozenset[int]]:
    """By factory, who may not assess it: a conflict of interest, advising there, or there too often in a row."""
    found: dict[int, set[int]] = defaultdict(set)
    declared = ConflictOfInterest.objects.filter(ended_at__isnull=True)
    for factory, adviser in declared.values_list("factory_id", "adviser_id"):
        found[factory].add(adviser)
    for factory, users in advising_since(months_after(on, -rules.advising_months)).items():
        found[factory] |= users
    for factory, teams in recent_teams(rules.cycles_in_a_row).items():
        if len(teams) == rules.cycles_in_a_row:
            found[factory] |= frozenset.intersection(*teams)
    return {factory: frozenset(users) for factory, users in found.items()}
