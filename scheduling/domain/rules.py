"""The programme's numbers for planning, read from their document (`scheduling/plan.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class IntervalGroup(StrEnum):
    """What decides how often a factory is assessed. A priority is one even while it is recognised."""

    PRIORITY = "priority"
    ORDINARY = "ordinary"
    RECOGNISED = "recognised"


class RulesFaulty(ValueError):
    """The document lacks a number or holds one that makes no sense; the message says which."""


@dataclass(frozen=True, slots=True)
class PlanRules:
    """How often, how much, how long.

    Attributes:
        interval: months from one assessment to the next, by group.
        either_side, late_days, notice_days: days around the due day; for what is late; from today to the first visit.
        visit_days: working days of one assessment, one after the other.
        visits_a_month: what an adviser can do where no other number is set.
        cycles_in_a_row: after so many assessments of one factory in a row an adviser goes elsewhere.
        advising_months: who advised a factory within so many months does not assess it.
        months_ahead: how far the plan reaches. kept_days: what is so near stays as it is.
    """

    interval: Mapping[IntervalGroup, int]
    either_side: int
    late_days: int
    notice_days: int
    visit_days: int
    visits_a_month: int
    cycles_in_a_row: int
    advising_months: int
    months_ahead: int
    kept_days: int

    def as_json(self) -> dict[str, Any]:
        """As kept beside a plan."""
        document = asdict(self)
        document["interval"] = {str(group): months for group, months in self.interval.items()}
        return document


WEEK = 7


def parse_rules(text: str) -> PlanRules:
    """The document's numbers.

    Raises:
        RulesFaulty: it is no TOML, or a number is missing or smaller than 1.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as faulty:
        raise RulesFaulty(f"plan: this is no TOML: {faulty}") from faulty
    return PlanRules(
        interval={group: _number(document, "interval", str(group)) for group in IntervalGroup},
        either_side=_number(document, "window", "weeks_either_side") * WEEK,
        late_days=_number(document, "window", "late_weeks") * WEEK,
        notice_days=_number(document, "window", "notice_days"),
        visit_days=_number(document, "visit", "days"),
        visits_a_month=_number(document, "adviser", "visits_a_month"),
        cycles_in_a_row=_number(document, "adviser", "cycles_in_a_row"),
        advising_months=_number(document, "adviser", "advising_months"),
        months_ahead=_number(document, "plan", "months_ahead"),
        kept_days=_number(document, "plan", "kept_weeks") * WEEK,
    )


def _number(document: Mapping[str, Any], table: str, name: str) -> int:
    value = document.get(table, {}).get(name)
    if type(value) is not int or value < 1:
        raise RulesFaulty(f"plan: [{table}] {name}: write a whole number from 1 on")
    return value
