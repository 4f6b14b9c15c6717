"""One database's benchmarks, in a process of their own: make a programme, time every side in turn, compare, tell."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from statistics import median

import django

Act = Callable[[], object]
QUICK = 0.05  # seconds; the medians of a few rounds of what is quicker differ by more than the budgets do
MANY_ROUNDS = 41


@dataclass(frozen=True, slots=True)
class FloorComparison:
    """A thing, its floor, and how many times slower than the floor it may be."""

    name: str
    thing: Act
    floor_name: str
    floor: Act
    budget: float


@dataclass(frozen=True, slots=True)
class Budget:
    """A thing that a person waits for, how many milliseconds it may take, and what happens before each time."""

    name: str
    thing: Act
    milliseconds: float
    before: Act = lambda: None


def main() -> int:
    """Make, measure, tell; 1 when a budget is broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--factories", type=int, required=True)
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument(
        "--publishing",
        action="store_true",
        help="only publications, on the programme loaded before; needs REDIS_URL",
    )
    parser.add_argument("--years", type=int, help="only the lab after changes, on so many years of history")
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "betterwork.settings")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    # pages name their files as they lie: none is fetched here
    os.environ.setdefault("STATICFILES_STORAGE", "django.contrib.staticfiles.storage.StaticFilesStorage")
    django.setup()
    if arguments.publishing:
        from benchmarks import publishing  # noqa: PLC0415

        return 0 if publishing.measure(arguments.rounds) else 1
    from django.core.management import call_command  # noqa: PLC0415  # only once Django is set up
    from django.db import connection  # noqa: PLC0415

    print(f"== {connection.vendor}: {arguments.factories} factories, {arguments.rounds} rounds, medians")
    call_command("migrate", verbosity=0)
    size = {"factories": arguments.factories, "years": arguments.years or 3}
    call_command("load_demo", **size, verbosity=0, stdout=StringIO(), stderr=StringIO())
    from benchmarks import answering_times, entering, evaluating, lab, planning, simulating, tablet_times  # noqa: PLC0415

    if arguments.years:
        return (
            1
            if [
                change.name
                for change in lab.budgets_after_changes()
                if not _within_budget(change, arguments.rounds)
            ]
            else 0
        )
    broken = 0
    for comparison in [
        *evaluating.comparisons(),
        *simulating.comparisons(),
        *lab.comparisons(),
        *entering.comparisons(),
    ]:
        broken += not _compare(comparison, arguments.rounds)
    for budget in lab.budgets():
        broken += not _within_budget(budget, arguments.rounds)
    broken += not planning.measure()
    broken += not answering_times.measure()
    broken += not tablet_times.measure()
    return 1 if broken else 0


def _compare(comparison: FloorComparison, rounds: int) -> bool:
    """Measure and print; whether the budget holds."""
    things, floors = [], []
    comparison.thing(), comparison.floor()  # warm both
    quick = _timed(comparison.thing) < QUICK
    for _ in range(max(rounds, MANY_ROUNDS) if quick else rounds):
        # in turn: on a machine shared with others both sides meet the same weather
        things.append(_timed(comparison.thing))
        floors.append(_timed(comparison.floor))
    ratio = median(things) / median(floors)
    holds = ratio <= comparison.budget
    print(f"{comparison.name}")
    print(
        f"  {median(things) * 1000:10.2f} ms   {comparison.floor_name}: {median(floors) * 1000:.2f} ms"
        f"   ratio {ratio:.2f} (budget {comparison.budget:g}) {'holds' if holds else 'BROKEN'}"
    )
    return holds


def _within_budget(budget: Budget, rounds: int) -> bool:
    """Measure and print; whether the time suffices."""
    times = []
    for _ in range(rounds):
        budget.before()
        times.append(_timed(budget.thing))
    took = median(times) * 1000
    holds = took <= budget.milliseconds
    print(f"{budget.name}")
    print(f"  {took:10.2f} ms   (budget {budget.milliseconds:g} ms) {'holds' if holds else 'BROKEN'}")
    return holds


def _timed(act: Act) -> float:
    gc.collect()
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
