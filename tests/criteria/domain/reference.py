"""The judgement once more, slow and obvious: plain loops over plain rows, fractions instead of cross-multiplication.

Written from the definitions in docs/criteria.md, sharing nothing with the engine but the documents it judges by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from criteria.domain.criteria import CriteriaDocument, Criterion
from tests.criteria.domain.worlds import COURSES_ON_OFFER, Row, World

Value = int | tuple[int, int] | None
ELEMENTS = ["policy", "responsible", "procedure", "communication", "monitoring", "correction"]
CLUSTER_CODES = ["CL", "DI", "FL", "FA", "CO", "CH", "OS", "WT"]


def same_day(day: date, months: int) -> date:
    """The same day of the month so many months earlier, or the last that month has."""
    year, month = day.year, day.month
    for _ in range(months):
        month -= 1
        if month == 0:
            year, month = year - 1, 12
    for last in range(day.day, 0, -1):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError


class Factory:
    """One factory's rows by a day."""

    def __init__(self, world: World, position: int, on: date) -> None:
        self.world, self.position, self.on = world, position, on

    def rows(self, table: str, months: int | None = None) -> list[Row]:
        found = []
        for row in self.world.get(table, []):
            if row["factory"] != self.position or row["day"] > self.on:
                continue
            if months is not None and row["day"] < same_day(self.on, months):
                continue
            found.append(row)
        return sorted(found, key=lambda row: (row["day"], row.get("cycle", 0), row["key"]))

    def judged(self, months: int | None = None) -> list[Row]:
        return [
            row
            for row in self.rows("assessments", months)
            if (row.get("kind") or "full") == "full" and row.get("unannounced", True)
        ]

    def chosen(self, kind: str, size: int) -> list[Row] | None:
        judged = self.judged()
        if kind == "last":
            return judged[-size:] if len(judged) >= size else None
        return [judged[-1 - size]] if len(judged) > size else None

    def staff(self) -> Row | None:
        """The latest head count by the day, or else the first ever."""
        every = [row for row in self.world.get("workforce", []) if row["factory"] == self.position]
        by_then = [row for row in every if row["day"] <= self.on]
        if by_then:
            return max(by_then, key=lambda row: row["day"])
        return min(every, key=lambda row: row["day"], default=None)

    def happened(self, day: date | None) -> bool:
        return day is not None and day <= self.on


def measure(world: World, position: int, name: str, window: tuple[str, int], on: date) -> Value:
    """One measure of one factory; None where it is not known."""
    factory, (kind, size) = Factory(world, position, on), window
    months = size if kind == "months" else None
    if name in OVER_ASSESSMENTS:
        rows = factory.chosen(kind, size)
        return None if rows is None else OVER_ASSESSMENTS[name](rows)
    return OVER_TIME[name](factory, months)


def _added(rows: Iterable[Row], name: str) -> int:
    return sum(row.get(name) or 0 for row in rows)


def _rate(found: str, asked: str) -> Callable[[list[Row]], Value]:
    def value(rows: list[Row]) -> Value:
        whole = _added(rows, asked)
        return (_added(rows, found), whole) if whole else None

    return value


def _cluster(index: int) -> Callable[[list[Row]], Value]:
    def value(rows: list[Row]) -> Value:
        whole = sum(row["cluster_applicable"][index] for row in rows)
        return (sum(row["cluster_noncompliant"][index] for row in rows), whole) if whole else None

    return value


def _count(found: str, asked: str) -> Callable[[list[Row]], Value]:
    return lambda rows: _added(rows, found) if all(row.get(asked) for row in rows) else None


def _again(found: str) -> Callable[[list[Row]], Value]:
    return lambda rows: None if any(row.get("repeated") is None for row in rows) else _added(rows, found)


def _repeat_rate(rows: list[Row]) -> Value:
    if any(row.get("repeated") is None for row in rows):
        return None
    return _added(rows, "repeated"), _added(rows, "noncompliant")


OVER_ASSESSMENTS: dict[str, Callable[[list[Row]], Value]] = {
    "noncompliance_rate": _rate("noncompliant", "applicable"),
    **{f"noncompliance_rate_{code}": _cluster(index) for index, code in enumerate(CLUSTER_CODES)},
    "public_noncompliance_rate": _rate("public_noncompliant", "public_applicable"),
    "public_noncompliances": _count("public_noncompliant", "public_applicable"),
    "repeated_public_issues": _again("public_repeated"),
    "core_noncompliances": _count("core_noncompliant", "core_applicable"),
    "zero_tolerance_findings": _count("zero_tolerance_noncompliant", "zero_tolerance_applicable"),
    "weak_points": _count("weak_points", "applicable"),
    "repeated_noncompliances": _again("repeated"),
    "repeat_rate": _repeat_rate,
}


def _full_assessments(factory: Factory, months: int | None) -> Value:
    return len(factory.judged(months)) if factory.rows("assessments") else None


def _months_since(factory: Factory, _: int | None) -> Value:
    judged = factory.judged()
    if not judged:
        return None
    months = 0
    while same_day(factory.on, months) > judged[-1]["day"]:
        months += 1
    return months


def _consecutive_cycles(factory: Factory, _: int | None) -> Value:
    if not factory.rows("assessments"):
        return None
    cycles = [row["cycle"] for row in factory.judged()]
    if not cycles:
        return 0
    run = [cycles[-1]]
    for cycle in reversed(cycles[:-1]):
        if cycle not in {run[-1], run[-1] - 1}:
            break
        run.append(cycle)
    return len(set(run))


def _unfixed(factory: Factory, months: int | None) -> Value:
    judged = factory.judged()
    latest = judged[-1]["day"] if judged else None
    count = 0
    for row in factory.rows("issues", months):
        of_latest = row["day"] == latest and not row.get("from_visit")
        if not of_latest and not factory.happened(row.get("fixed")):
            count += 1
    others = len(factory.rows("assessments")) - (1 if judged else 0)
    return count if count or others else None


def _open_cases(factory: Factory, _: int | None) -> Value:
    cases = factory.rows("cases")
    if not cases and not factory.rows("assessments"):
        return None
    return sum(1 for case in cases if not factory.happened(case.get("closed")))


def _cases_opened(factory: Factory, months: int | None) -> Value:
    if not factory.rows("cases") and not factory.rows("assessments"):
        return None
    return len(factory.rows("cases", months))


def _score(area: str) -> Callable[[Factory, int | None], Value]:
    def value(factory: Factory, months: int | None) -> Value:
        reviews = [row for row in factory.rows("systems", months) if row["area"] == area]
        return reviews[-1]["score"] if reviews else None

    return value


def _elements(area: str) -> Callable[[Factory, int | None], Value]:
    def value(factory: Factory, months: int | None) -> Value:
        reviews = [row for row in factory.rows("systems", months) if row["area"] == area]
        levels = [reviews[-1].get(element) for element in ELEMENTS] if reviews else []
        seen = [level for level in levels if level is not None]
        return (len([level for level in seen if level >= 3]), len(seen)) if seen else None

    return value


def _review(value: Callable[[Row], Value]) -> Callable[[Factory, int | None], Value]:
    def of_latest(factory: Factory, months: int | None) -> Value:
        reviews = factory.rows("committees", months)
        return value(reviews[-1]) if reviews else None

    return of_latest


def _imbalance(review: Row) -> Value:
    workers, management = review["worker_seats"], review["management_seats"]
    return 2 if workers == management == 0 else abs(workers - management)


def _meetings(review: Row) -> Value:
    held, minuted = review.get("meetings"), review.get("minutes")
    return None if held is None or minuted is None else min(held, minuted)


def _women_gap(factory: Factory, months: int | None) -> Value:
    reviews, staff = factory.rows("committees", months), factory.staff()
    if not reviews or staff is None or reviews[-1].get("women_percent") is None:
        return None
    workers, women = staff["workers"], staff.get("women")
    if not workers or women is None:
        return None
    gap = Fraction(women, workers) - Fraction(reviews[-1]["women_percent"], 100)
    return int(max(gap, Fraction(0)) * 100 * workers), 100 * workers


def _resolved(review: Row) -> Value:
    raised, resolved = review.get("issues_raised"), review.get("issues_resolved")
    return (resolved, raised) if raised and resolved is not None else None


def _done_on(item: Row) -> date | None:
    days = [day for day in (item.get("done"), item.get("verified")) if day is not None]
    return min(days) if days else None


def _items_done(factory: Factory, months: int | None) -> Value:
    due = factory.rows("plan_items", months)
    return (sum(1 for item in due if factory.happened(_done_on(item))), len(due)) if due else None


def _items_verified(factory: Factory, months: int | None) -> Value:
    done = [item for item in factory.rows("plan_items", months) if factory.happened(_done_on(item))]
    return (sum(1 for item in done if factory.happened(item.get("verified"))), len(done)) if done else None


def _items_in_time(factory: Factory, months: int | None) -> Value:
    due = factory.rows("plan_items", months)
    in_time = [item for item in due if (done := _done_on(item)) is not None and done <= item["day"]]
    return (len(in_time), len(due)) if due else None


ROLES = {
    "managers": ("managers_men", "managers_women"),
    "workers": ("workers_men", "workers_women"),
    "women": ("managers_women", "workers_women"),
    "all": ("managers_men", "managers_women", "workers_men", "workers_women"),
}


def _heads(record: Row, role: str) -> int:
    return sum(record.get(name) or 0 for name in ROLES[role])


def _attended(value: Callable[[list[Row]], Value]) -> Callable[[Factory, int | None], Value]:
    return lambda factory, months: (
        value(factory.rows("learning", months)) if factory.rows("learning") else None
    )


def _names(records: list[Row]) -> set[str]:
    return {" ".join(record["course"].lower().split()) for record in records}


def _women_share(records: list[Row]) -> Value:
    everybody = sum(_heads(record, "all") for record in records)
    return (sum(_heads(record, "women") for record in records), everybody) if everybody else None


def _hours(role: str, employed: str) -> Callable[[Factory, int | None], Value]:
    def value(factory: Factory, months: int | None) -> Value:
        staff = factory.staff()
        if not factory.rows("learning") or staff is None or not staff.get(employed):
            return None
        hours = sum((row.get("hours") or 0) * _heads(row, role) for row in factory.rows("learning", months))
        return hours, staff[employed]

    return value


OVER_TIME: dict[str, Callable[[Factory, int | None], Value]] = {
    "full_assessments": _full_assessments,
    "months_since_assessment": _months_since,
    "consecutive_cycles": _consecutive_cycles,
    "unfixed_public_issues": _unfixed,
    "open_cases": _open_cases,
    "cases_opened": _cases_opened,
    "systems_score_osh": _score("osh"),
    "systems_score_hr": _score("hr"),
    "systems_elements_osh": _elements("osh"),
    "systems_elements_hr": _elements("hr"),
    "committee_imbalance": _review(_imbalance),
    "committee_elected": _review(lambda row: None if row.get("elected") is None else int(row["elected"])),
    "committee_meetings": _review(_meetings),
    "committee_women_share": _review(
        lambda row: None if row.get("women_percent") is None else (row["women_percent"], 100)
    ),
    "committee_women_gap": _women_gap,
    "committee_issues_resolved": _review(_resolved),
    "plan_items_done": _items_done,
    "plan_items_verified": _items_verified,
    "plan_items_in_time": _items_in_time,
    "courses_attended": _attended(lambda records: len(_names(records))),
    "course_share": _attended(
        lambda records: (
            len(_names(records) & {name.lower() for name in COURSES_ON_OFFER}),
            len(COURSES_ON_OFFER),
        )
    ),
    "manager_participants": _attended(lambda records: sum(_heads(record, "managers") for record in records)),
    "worker_participants": _attended(lambda records: sum(_heads(record, "workers") for record in records)),
    "women_participants": _attended(lambda records: sum(_heads(record, "women") for record in records)),
    "women_participants_share": _attended(_women_share),
    "learning_hours": _hours("all", "workers"),
    "learning_hours_workers": _hours("workers", "workers"),
    "learning_hours_women": _hours("women", "women"),
}


def outcome(criterion: Criterion, value: Value, country: str) -> str:
    """Met, not met or unknown."""
    if value is None:
        return "unknown"
    bar = criterion.bar_in(country)
    if isinstance(value, tuple) and value[1] == 0:
        return "met"  # nothing found at all, so nothing found again
    number = Fraction(*value) if isinstance(value, tuple) else Fraction(value)
    held = {
        "at_most": number <= Fraction(bar.n, bar.of),
        "at_least": number >= Fraction(bar.n, bar.of),
        "equals": number == Fraction(bar.n, bar.of),
    }
    return "met" if held[criterion.comparison] else "not_met"


def verdict(world: World, position: int, document: CriteriaDocument, on: date) -> dict[str, Any]:
    """One factory's verdict: outcome, close, failed and unknown codes, values by code."""
    country = world["factories"][position]["country"]
    values, outcomes = {}, {}
    for criterion in document.criteria:
        window = criterion.reading_in(country).window
        value = measure(world, position, criterion.measure, (str(window.kind), window.size), on)
        values[criterion.code], outcomes[criterion.code] = value, outcome(criterion, value, country)
    failed = [code for code, found in outcomes.items() if found == "not_met"]
    unknown = [code for code, found in outcomes.items() if found == "unknown"]
    rules = {code.split("-")[0] for code in failed}
    near = bool(failed) and not unknown and len(rules) <= document.close.max_failed
    return {
        "outcome": "not_eligible" if failed else "incomplete" if unknown else "eligible",
        "close": near and not rules & document.close.never,
        "failed": failed,
        "unknown": unknown,
        "values": values,
        "outcomes": outcomes,
    }
