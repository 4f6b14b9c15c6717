"""How long the plan of visits for 3,000 factories and 120 advisers takes, checked against every hard rule."""

from __future__ import annotations

import time

from scheduling.domain.arranging import make_plan
from scheduling.domain.drawing import Draws
from tests.scheduling.checker import broken_rules
from tests.scheduling.programme import programme

FACTORIES, ADVISERS = 3000, 120
BUDGET = 30.0  # seconds


def measure() -> bool:
    """Plan, check and print; whether the budget and every rule hold."""
    problem = programme(FACTORIES, ADVISERS)
    began = time.perf_counter()
    plan = make_plan(problem, Draws("benchmark"))
    took = time.perf_counter() - began
    wrong = broken_rules(problem, plan)
    holds = took <= BUDGET and not wrong
    print(
        f"plan of visits, {FACTORIES} factories ({len(problem.tasks)} due within the plan), {ADVISERS} advisers: "
        f"{took:.1f} s (at most {BUDGET:.0f}), {len(plan.placed)} placed, {len(plan.unplaced)} not, "
        f"{len(wrong)} rules broken{'' if holds else '  TOO MUCH'}"
    )
    return holds
