"""Random evidence, recorded by the commands and read from the tables, counts as the reference counts it."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from criteria.domain.measures import MEASURES, compute
from criteria.domain.measures.window import EVERYTHING, WindowKind, back, last, months
from criteria.domain.vectors import values_of
from criteria.queries.guidance import course_names
from criteria.queries.history import load_history
from factories.commands import record_workforce
from questionnaires.queries.questionnaires import layouts
from tests import make
from tests.criteria.domain import reference
from tests.criteria.domain.worlds import Row, World

pytestmark = pytest.mark.django_db

CORE = ("CL", "DI", "FL", "FA")
WINDOWS = {
    WindowKind.ALL: (EVERYTHING,),
    WindowKind.LAST: (last(1), last(2)),
    WindowKind.BACK: (back(1),),
    WindowKind.MONTHS: (months(6), months(24)),
}
DAYS = (date(2016, 12, 31), date(2017, 9, 15), date(2018, 6, 1))


class Mill:
    """A factory, and beside it what was recorded of it, as plain rows."""

    def __init__(self, random: Random) -> None:
        self.random, self.factory = random, make.factory()
        self.rows: World = {"factories": [{"code": self.factory.code, "country": "KH"}]}

    def day(self) -> date:
        return date(2016, 1, 4) + timedelta(days=self.random.randrange(870))

    def days(self, count: int) -> list[date]:
        return self.random.sample([date(2016, 1, 4) + timedelta(days=7 * week) for week in range(124)], count)

    def note(self, table: str, **row: Any) -> None:
        rows = self.rows.setdefault(table, [])
        rows.append(row | {"factory": 0, "key": str(len(rows))})

    def fill(self) -> None:
        """Evidence of every kind."""
        self.assess()
        for _ in range(self.random.randrange(4)):
            due, done, verified = (self.day() for _ in range(3))
            status, days = self.random.choice(
                [
                    ("not_started", {}),
                    ("done", {"done_on": done}),
                    ("verified", {"done_on": done, "verified_on": verified}),
                ]
            )
            days = {name: max(day, done) for name, day in days.items()}
            make.plan_item(self.factory, due_on=due, status=status, **days)
            self.note("plan_items", day=due, done=days.get("done_on"), verified=days.get("verified_on"))
        for day in self.days(self.random.randrange(3)):
            seats, women = self.random.randrange(6), self.random.choice([None, 40, 70])
            elected = self.random.choice([None, True, False])
            make.committee(
                self.factory, reviewed_on=day, worker_seats=seats, management_seats=4, women_percent=women,
                worker_side_elected=elected, meetings_12m=9, minutes_12m=seats,
            )  # fmt: skip
            self.note(
                "committees", day=day, worker_seats=seats, management_seats=4, women_percent=women, elected=elected,
                meetings=9, minutes=seats,
            )  # fmt: skip
        for day in self.days(self.random.randrange(3)):
            area, score = self.random.choice(["osh", "hr"]), self.random.randrange(1, 6)
            make.systems(self.factory, area, score=score, reviewed_on=day)
            self.note("systems", day=day, area=area, score=score)
        for day in self.days(self.random.randrange(5)):
            course = self.random.choice(["OSH awareness", "osh  Awareness", "Supervisory skills", "Sewing"])
            people = {name: self.random.randrange(5) for name in reference.ROLES["all"]}
            people["workers_women"] += 1
            make.learning(self.factory, course, held_on=day, hours=4, **people)
            self.note("learning", day=day, course=course, hours=4, **people)
        for day in self.days(self.random.randrange(3)):
            workers = self.random.randrange(200, 900)
            women = self.random.choice([None, workers // 2, workers])
            record_workforce(
                self.factory.pk,
                counted_on=day,
                workers=workers,
                women_workers=women,
                actor=None,
                now=make.NOW,
            )
            self.note("workforce", day=day, workers=workers, women=women)
        for day in self.days(self.random.randrange(2)):
            make.case(self.factory, opened_on=day)
            self.note("cases", day=day)

    def assess(self) -> None:
        """Assessments of all kinds, and what visits found."""
        layout = make.layout("KH")
        scored = [code for code, counts in zip(layout.codes, layout.scored, strict=True) if counts]
        make.questionnaire()
        flags = next(iter(layouts().values())).marks
        before: set[str] | None = None
        for cycle, day in enumerate(sorted(self.days(self.random.randrange(5))), start=1):
            found = set(self.random.sample(scored, 25)) | set(self.random.sample(sorted(before or scored), 5))
            skipped = set(self.random.sample(scored, 20)) - found
            law = set(self.random.sample(sorted(found), 3))
            kind = self.random.choice(["full", "full", "full", "partial", "remote"])
            announced = self.random.random() < 0.2
            make.assessment(
                self.factory, assessed_on=day, cycle=cycle, kind=kind, announced=announced, findings=found,
                not_applicable=skipped, national_law=frozenset(law),
            )  # fmt: skip
            judged = kind == "full" and not announced
            public, zero = flags.public_on("KH", day), flags.zero_tolerance_on("KH", day)
            self.note(
                "assessments", day=day, cycle=cycle, kind=kind, unannounced=not announced,
                **counts(set(scored) - skipped, found, law, public, zero),
                repeated=None if before is None else len((found - law) & before),
                public_repeated=None if before is None else len((found - law) & before & public),
            )  # fmt: skip
            for question in sorted((found - law) & public):
                self.note("issues", day=day, question=question)
            if judged:
                before = found - law
        for day in self.days(self.random.randrange(2)):
            make.visit(self.factory, visited_on=day)
            question = self.random.choice(["OS-8-06", "OS-8-07"])
            make.visit_finding(self.factory, question, visited_on=day)
            if question in flags.public_on("KH", day):
                self.note("issues", day=day, from_visit=True)


def counts(asked: set[str], found: set[str], law: set[str], public: set[str], zero: set[str]) -> Row:
    """What a sheet counts, question by question."""
    own = found - law
    cluster = {code: [q for q in asked if q.startswith(code)] for code in reference.CLUSTER_CODES}
    core = {q for q in asked if q[:2] in CORE}
    points = {q.rpartition("-")[0] for q in asked}
    of_point = {point: [q for q in asked if q.rpartition("-")[0] == point] for point in points}
    return {
        "applicable": len(asked),
        "noncompliant": len(found),
        "public_applicable": len(asked & public),
        "public_noncompliant": len(own & public),
        "core_applicable": len(core),
        "core_noncompliant": len(own & core),
        "zero_tolerance_applicable": len(asked & zero),
        "zero_tolerance_noncompliant": len(own & zero),
        "weak_points": sum(2 * len(own & set(some)) > len(some) for some in of_point.values()),
        "cluster_applicable": [len(some) for some in cluster.values()],
        "cluster_noncompliant": [len(found & set(some)) for some in cluster.values()],
    }


@pytest.mark.parametrize("seed", range(4))
def test_recorded_evidence_counts_as_the_reference_counts_it(seed: int, monkeypatch):
    mill = Mill(Random(seed))
    mill.fill()
    monkeypatch.setattr(reference, "COURSES_ON_OFFER", course_names())
    history = load_history([mill.factory.pk], on=make.TODAY).history
    wrong = []

    for on in DAYS:
        for name, measure in MEASURES.items():
            for window in (some for kind in measure.windows for some in WINDOWS[kind]):
                (found,) = values_of(compute(history, name, window, on.toordinal()))
                expected = reference.measure(mill.rows, 0, name, (str(window.kind), window.size), on)
                as_pair = (found["n"], found["of"]) if isinstance(found, dict) else found
                if as_pair != expected:
                    wrong.append((name, window.key, on, as_pair, expected))

    assert wrong == []
