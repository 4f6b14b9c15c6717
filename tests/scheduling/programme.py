"""Programmes of any size to plan for, made from a number."""

from __future__ import annotations

from datetime import date
from random import Random

from scheduling.domain.model import Adviser, PlanningProblem, Task
from scheduling.domain.rules import IntervalGroup, parse_rules
from scheduling.domain.windows import horizon, window_of
from scheduling.queries.schedule_inputs import SHIPPED

RULES = parse_rules(SHIPPED.read_text(encoding="utf-8"))
TODAY = date(2018, 6, 1).toordinal()
COUNTRIES = ("BD", "KH", "VN", "ID", "JO", "NI", "HT", "EG")


def programme(
    factories: int, advisers: int, *, number: int = 1, per_month: int = RULES.visits_a_month
) -> PlanningProblem:
    chance = Random(number)
    staff = [Adviser(key, frozenset([COUNTRIES[key % len(COUNTRIES)]]), per_month) for key in range(advisers)]
    by_country = {code: [one.id for one in staff if code in one.countries] for code in COUNTRIES}
    tasks = []
    for key in range(factories):
        country = COUNTRIES[key % len(COUNTRIES)]
        group = chance.choices(list(IntervalGroup), [1, 16, 3])[0]
        last = TODAY - chance.randrange(30, RULES.interval[group] * 30 + 30)
        window = window_of(last, group, today=TODAY, rules=RULES)
        if window.opens > horizon(TODAY, RULES):
            continue
        barred = frozenset(chance.sample(by_country[country], min(2, max(0, len(by_country[country]) - 2))))
        tasks.append(Task(key, country, group, window.due, window.opens, window.closes, window.late, barred))
    days = range(TODAY, horizon(TODAY, RULES) + 120)
    working = {code: tuple(day for day in days if date.fromordinal(day).weekday() < 5) for code in COUNTRIES}
    return PlanningProblem(tasks, staff, working, RULES.visit_days)
