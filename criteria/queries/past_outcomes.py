"""How the criteria came out on earlier days, judged by today's criteria on what had happened by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from criteria.domain.engine import OUTCOMES, judge
from criteria.queries.criteria import standard
from criteria.queries.history import load_history
from criteria.queries.judgement import RESTRICTED_MEASURES

Outcomes = dict[date, dict[str, str]]
"""Day → criterion → `met`, `not_met` or `unknown`."""


def past_outcomes(
    days: Mapping[int, Collection[date]], *, criteria: str, on: date, cases: bool = False
) -> dict[int, Outcomes]:
    """Outcomes of factories on days of their own. Eleven statements, however many factories and days.

    Args:
        days: factory id → its days.
        criteria: a version's name, "high-performance/1.0".
        on: today; factories closed by then have no outcomes.
        cases: with the criteria that rest on zero-tolerance cases.
    """
    version = standard(*criteria.split("/")) if any(days.values()) else None
    if version is None:
        return {}
    factories_of_day: dict[date, set[int]] = defaultdict(set)
    for factory_id, own_days in days.items():
        for day in own_days:
            factories_of_day[day].add(factory_id)
    loaded = load_history(list(days), on=on)
    shown = [
        (at, criterion.code)
        for at, criterion in enumerate(version.document.criteria)
        if cases or criterion.measure not in RESTRICTED_MEASURES
    ]
    found: dict[int, Outcomes] = defaultdict(dict)
    for day, factory_ids in sorted(factories_of_day.items()):
        by_criterion = judge(loaded.history, version.document, day.toordinal()).by_criterion.tolist()
        for row, factory in enumerate(loaded.factories):
            if factory.id in factory_ids:
                found[factory.id][day] = {code: OUTCOMES[by_criterion[at][row]] for at, code in shown}
    return found
