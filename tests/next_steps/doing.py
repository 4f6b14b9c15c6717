"""A factory's evidence as plain rows, and doing what a remedy says: the rows that are there afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from advisory.domain.systems import ELEMENTS
from criteria.domain.dated_counts import CountedSheet, LayoutContext, count_sheets, single_findings
from criteria.domain.days import months_before
from criteria.domain.history import CLUSTERS, FINDING_COUNTS, History
from next_steps.domain.remedies import Remedy, RemedyTask, TaskKind
from questionnaires.domain.layout import Slot, build_layout
from questionnaires.domain.question_flags import Mark, MarkKind, Marks
from tests.criteria.domain.worlds import COURSES_ON_OFFER, World, columns_of

COUNTS = (
    "applicable", "noncompliant", "public_applicable", "public_noncompliant", "core_applicable",
    "core_noncompliant", "zero_tolerance_applicable", "zero_tolerance_noncompliant", "weak_points", "repeated",
    "public_repeated", "cluster_applicable", "cluster_noncompliant",
)  # fmt: skip
RECORDS = ("plan_items", "committees", "systems", "learning", "cases", "workforce")

# marks that hold at all times: a list that changes with time can make any finding a public one
MARKS = Marks(
    (
        Mark("KH", MarkKind.PUBLIC, "OS-1-1", date(2001, 1, 1)),
        Mark("KH", MarkKind.PUBLIC, "OS-2-1", date(2001, 1, 1)),
        Mark("", MarkKind.ZERO_TOLERANCE, "CL-1-1", date(2001, 1, 1)),
    )
)
POINTS = [(f"{cluster}-1", cluster) for cluster in CLUSTERS] + [("OS-2", "OS")]
SLOTS = [Slot(f"{point}-{n}", cluster, point, scored=True) for point, cluster in POINTS for n in (1, 2, 3)]
LAYOUT = build_layout("cat@1.0", "KH", SLOTS, points=POINTS)
READINGS = {1: LayoutContext(LAYOUT, MARKS)}
_NOT_AGAIN = (TaskKind.PUT_RIGHT, TaskKind.PUT_RIGHT_POINTS)


@dataclass(slots=True)
class Evidence:
    """Everything recorded of one factory in Cambodia.

    Attributes:
        sheets: of assessments; `judged` says whether they are full and unannounced.
        cycles: of the sheets, by key.
        world: records of every kind, with issues found on visits.
        fixed: issues of sheets that were verified as put right: key and question → day.
    """

    sheets: list[CountedSheet]
    cycles: dict[str, int]
    world: World
    fixed: dict[str, date] = field(default_factory=dict)

    def history(self) -> History:
        """As the engine reads it, single findings among it."""
        counts = count_sheets(self.sheets, READINGS, clusters=CLUSTERS)
        judged = [sheet for sheet in self.sheets if sheet.judged]
        found = list(single_findings(judged, READINGS))
        of_sheets: list[dict[str, Any]] = []
        for issue in counts.issues:
            sheet = self.sheets[issue.sheet]
            key = f"{sheet.key} {issue.question}"
            of_sheets.append(
                {"factory": 0, "day": sheet.assessed_on, "key": key, "fixed": self.fixed.get(key)}
            )
        return History.build(
            [("KH-1", "KH")],
            assessments={
                "factory": [0 for _ in self.sheets],
                "day": [sheet.assessed_on.toordinal() for sheet in self.sheets],
                "key": [sheet.key for sheet in self.sheets],
                "cycle": [self.cycles[sheet.key] for sheet in self.sheets],
                "unannounced": [sheet.judged for sheet in self.sheets],
                **{name: getattr(counts, name) for name in COUNTS},
            },
            issues=columns_of(of_sheets + [row | {"from_visit": True} for row in self.world["issues"]]),
            findings={
                "factory": [0 for _ in found],
                "day": [judged[finding.sheet].assessed_on.toordinal() for finding in found],
                "key": [judged[finding.sheet].key for finding in found],
                "question": [finding.question for finding in found],
                "cluster": [CLUSTERS.index(finding.cluster) for finding in found],
                "point": [finding.point for finding in found],
                **{name: [name in finding.counts for finding in found] for name in FINDING_COUNTS},
            },
            courses_on_offer=COURSES_ON_OFFER,
            **{name: columns_of(self.world[name]) for name in RECORDS},
        )


def done(before: Evidence, remedy: Remedy, *, on: date, months: int | None) -> Evidence:
    """The evidence after exactly what a remedy says was done: what takes no time on a day, the rest by its earliest.

    `months` is the size of the criterion's window, None where it is not of months.
    """
    assert remedy.earliest is not None
    after = deepcopy(before)
    doing = _Doing(after, on, date.fromordinal(remedy.earliest), months, _questions(remedy))
    for task in remedy.tasks:
        doing.do(task)
    return after


def _questions(remedy: Remedy) -> frozenset[str]:
    """What is not found again."""
    chosen = [task for task in remedy.tasks if task.kind in _NOT_AGAIN]
    return frozenset(item.id.split()[1] for task in chosen for item in _first(task))


def _first(task: RemedyTask) -> list[Any]:
    """The first so many of the items, or all items of the first so many points."""
    if task.kind is TaskKind.PUT_RIGHT_POINTS:
        points = list(dict.fromkeys(item.group for item in task.items))
        assert task.count <= len(points)
        return [item for item in task.items if item.group in points[: task.count]]
    assert task.count <= len(task.items)
    return list(task.items[: task.count])


@dataclass(frozen=True, slots=True)
class _Doing:
    after: Evidence
    on: date
    by: date
    months: int | None
    put_right: frozenset[str]

    def do(self, task: RemedyTask) -> None:
        """One task, by the method of its name; waiting and putting right are done with the others."""
        if task.kind not in {TaskKind.WAIT, *_NOT_AGAIN}:
            getattr(self, str(task.kind))(task)

    def _rows(self, table: str) -> list[dict[str, Any]]:
        return self.after.world[table]

    def _chosen(self, table: str, task: RemedyTask) -> list[dict[str, Any]]:
        if not task.items:
            return [row for row in self._rows(table) if str(row["key"]).startswith("new")]
        ids = {item.id for item in _first(task)}
        return [row for row in self._rows(table) if row["key"] in ids]

    def be_assessed(self, task: RemedyTask) -> None:
        assert len(task.days) == task.count
        for place, day in enumerate(task.days):
            judged = [sheet for sheet in self.after.sheets if sheet.judged]
            latest = max(
                judged,
                key=lambda each: (each.assessed_on, self.after.cycles[each.key], each.key),
                default=None,
            )
            letters = latest.sheet if latest else "C" * len(LAYOUT.codes)
            answers = [
                "C" if code in self.put_right else letter
                for code, letter in zip(LAYOUT.codes, letters, strict=True)
            ]
            new = CountedSheet(
                key=f"z{place}", factory=0, country="KH", assessed_on=date.fromordinal(day), layout=1,
                sheet="".join(answers), national_law=latest.national_law if latest else "", judged=True,
            )  # fmt: skip
            self.after.cycles[new.key] = self.after.cycles[latest.key] + 1 if latest else 1
            self.after.sheets.append(new)

    def have_verified(self, task: RemedyTask) -> None:
        for item in _first(task):
            self.after.fixed[item.id] = self.on
        for row in self._chosen("issues", task):
            row["fixed"] = self.on

    def close_cases(self, task: RemedyTask) -> None:
        for row in self._chosen("cases", task):
            row["closed"] = self.on

    def review_system(self, task: RemedyTask) -> None:
        area = self.after.world["area"]  # type: ignore[assignment]
        target = dict(task.target)
        if "elements" in target:
            seen, in_place = target.pop("elements"), target.pop("elements_in_place")
            levels = [
                3 if place < in_place else 1 if place < seen else None for place in range(len(ELEMENTS))
            ]
            target |= dict(zip(ELEMENTS, levels, strict=True))
        self._review("systems", target, {"score": 1, "area": area})

    def review_committee(self, task: RemedyTask) -> None:
        target = dict(task.target)
        if target.pop("seats_apart", None) is not None:
            target |= {"worker_seats": 3, "management_seats": 3}
        below = target.pop("women_percent_below_workforce", None)
        if below is not None:
            counted = max(self._rows("workforce"), key=lambda row: row["day"])
            target["women_percent"] = max(0, -(-100 * counted["women"] // counted["workers"]) - below)
        self._review("committees", target, {"worker_seats": 1, "management_seats": 1})

    def hold_meetings(self, task: RemedyTask) -> None:
        self.review_committee(task)

    def _review(self, table: str, target: Mapping[str, int], first: dict[str, Any]) -> None:
        rows = [row for row in self._rows(table) if row.get("area") == first.get("area")]
        latest = max(rows, key=lambda row: row["day"], default=first)
        self.after.world[table] = [
            row for row in self._rows(table) if row not in rows or row["day"] != self.on
        ]
        self._rows(table).append({**latest, "factory": 0, "day": self.on, "key": "new", **target})

    def agree_items(self, task: RemedyTask) -> None:
        for place in range(task.count):
            self._rows("plan_items").append(
                {"factory": 0, "day": self.on, "key": f"new-{place}", "done": None, "verified": None}
            )

    def finish_items(self, task: RemedyTask) -> None:
        for row in self._chosen("plan_items", task):
            row["done"] = self.on

    def verify_items(self, task: RemedyTask) -> None:
        for row in self._chosen("plan_items", task):
            row["verified"] = self.on

    def items_in_time(self, task: RemedyTask) -> None:
        for row in self._rows("plan_items"):
            if self.on < row["day"] <= self.by:
                row["done"] = row["day"]
        for place in range(task.count):
            self._rows("plan_items").append(
                {"factory": 0, "day": self.by, "key": f"new-{place}", "done": self.by, "verified": None}
            )

    def attend(self, task: RemedyTask) -> None:
        target = dict(task.target)
        each, of = (
            next(((name, number) for name, number in target.items() if name.endswith("_each")), None),
            target.get("of"),
        )
        if each:
            counted = max(self._rows("workforce"), key=lambda row: row["day"])
            staff = counted["women"] if "women" in each[0] else counted["workers"]
            assert of
            target = {each[0].removesuffix("_each"): max(1, -(-each[1] * staff // of))}
        ((what, count),) = target.items()
        if what in {"courses", "courses_on_offer"}:
            for course in self._new_courses(what, count):
                self._record(course, workers_men=1)
            return
        column = {
            "managers": "managers_men", "workers": "workers_men", "women": "workers_women",
            "hours_everybody": "managers_men", "hours_workers": "workers_men", "hours_women": "workers_women",
        }[what]  # fmt: skip
        self._record("Sewing", **{column: count})

    def _new_courses(self, what: str, count: int) -> list[str]:
        if what == "courses":
            return [f"New course {number}" for number in range(count)]
        since = (
            date.min
            if self.months is None
            else date.fromordinal(months_before(self.on.toordinal(), self.months))
        )
        attended = {
            " ".join(row["course"].split()).casefold()
            for row in self._rows("learning")
            if row["day"] >= since
        }
        left = [course for course in COURSES_ON_OFFER if course.casefold() not in attended]
        assert len(left) >= count
        return left[:count]

    def _record(self, course: str, **people: int) -> None:
        number = len(self._rows("learning"))
        self._rows("learning").append(
            {"factory": 0, "day": self.by, "key": f"new-{number}", "course": course, "hours": 1, **people}
        )

    def count_workforce(self, _task: RemedyTask) -> None:
        self.after.world["workforce"] = [row for row in self._rows("workforce") if row["day"] != self.on]
        self._rows("workforce").append(
            {"factory": 0, "day": self.on, "key": "new", "workers": 320, "women": 250}
        )
