"""What one factory has to do to meet the criteria that it does not meet today, from its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from criteria.domain.engine import MET, judge
from criteria.domain.measures import Snapshot
from criteria.queries.criteria import standard
from criteria.queries.history import load_history
from next_steps.domain.remedies import Remedy, remedy_of


def remedies_for(factory_id: int, *, criteria: str, interval: int, on: date) -> Mapping[str, Remedy]:
    """By code of a criterion not met on a day, how it is met; nothing for a factory that is closed.

    Twelve statements at most.

    Args:
        factory_id: whose.
        criteria: a version by its name, `high-performance/1.0`.
        interval: months from one of its full unannounced assessments to the next, as they are planned for it.
        on: the day.
    """
    code, _slash, version = criteria.partition("/")
    found = standard(code, version)
    loaded = load_history([factory_id], on=on, findings=True)
    if found is None or not loaded.factories:
        return {}
    verdicts = judge(loaded.history, found.document, on.toordinal())
    snapshot = Snapshot(loaded.history, on.toordinal())
    return {
        criterion.code: remedy_of(snapshot, criterion, 0, interval=interval)
        for at, criterion in enumerate(found.document.criteria)
        if verdicts.by_criterion[at, 0] != MET
    }
