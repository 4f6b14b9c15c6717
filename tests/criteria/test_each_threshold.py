"""Each criterion in force, on both sides of its bar: a mill that just meets it, and one that misses it by one unit.

Told as facts that the programme records, judged from the database like everybody else. How windows, missing evidence
and national law are read stands in `domain/cases/`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from criteria.documents import shipped
from criteria.domain.criteria_parsing import parse_criteria
from criteria.queries.verdicts import current_verdicts
from factories.models import Factory, Workforce
from tests import make
from tests.recognition.make import LATEST, PREVIOUS, RECORDED, judged

pytestmark = pytest.mark.django_db
CRITERIA = [criterion.code for criterion in parse_criteria([*shipped()][-1].text).criteria]

QUESTIONS = [code for code, scored in zip(make.layout().codes, make.layout().scored, strict=True) if scored]
EXIT = "OS-8-06"  # on the public list
FREEDOM = next(code for code in QUESTIONS if code.startswith("FA-"))
PAIR = next(  # a compliance point of two questions
    pair
    for code in QUESTIONS
    if len(pair := [one for one in QUESTIONS if one.rpartition("-")[0] == code.rpartition("-")[0]]) == 2
)
DONE, VERIFIED, OPEN = "done", "verified", "in_progress"


@dataclass(frozen=True)
class Mill:
    """What is recorded of a mill on 1 June 2018; nothing said is as good as it gets."""

    latest_on: date = LATEST
    previous_on: date | None = PREVIOUS
    latest: Collection[str] = ()
    previous: Collection[str] = ()
    questions: int = len(QUESTIONS)  # so many applied
    osh: int = 4
    hr: int = 4
    committee: Mapping[str, Any] = field(default_factory=dict)
    plan: Collection[str] = (VERIFIED,)
    courses: int = 3
    people: Mapping[str, int] = field(default_factory=dict)
    case_on: date | None = None


NOBODY = {"managers_men": 0, "managers_women": 0, "workers_men": 0, "workers_women": 0}

SIDES: dict[str, tuple[Mill, Mill]] = {
    # the criterion: it is just met, it is missed by one
    "C1-COUNT": (Mill(), Mill(previous_on=None)),
    "C1-RECENT": (
        Mill(latest_on=date(2017, 3, 1), previous_on=date(2016, 3, 1)),
        Mill(latest_on=date(2017, 2, 28), previous_on=date(2016, 3, 1)),
    ),
    "C2-LATEST": (
        Mill(latest=QUESTIONS[:10], questions=100), Mill(latest=QUESTIONS[:11], questions=100),
    ),
    "C2-PREVIOUS": (
        Mill(previous=QUESTIONS[:15], questions=100), Mill(previous=QUESTIONS[:16], questions=100),
    ),
    "C3-PUBLIC": (Mill(), Mill(latest=[EXIT])),
    "C3-EARLIER": (Mill(), Mill(previous=[EXIT])),
    "C4-CORE": (Mill(), Mill(previous=[FREEDOM])),
    "C5-OPEN": (Mill(), Mill(case_on=date(2014, 1, 1))),
    "C5-RECENT": (Mill(case_on=date(2016, 5, 31)), Mill(case_on=date(2016, 6, 1))),
    "C6-POINT": (Mill(latest=PAIR[:1]), Mill(latest=PAIR)),
    "S1-OSH": (Mill(osh=4), Mill(osh=3)),
    "S1-HR": (Mill(hr=4), Mill(hr=3)),
    "S2-REPEAT": (
        Mill(latest=QUESTIONS[:10], previous=QUESTIONS[:1]), Mill(latest=QUESTIONS[:11], previous=QUESTIONS[:2]),
    ),
    "D1-BALANCE": (Mill(), Mill(committee={"worker_seats": 5, "management_seats": 6})),
    "D1-ELECTED": (Mill(), Mill(committee={"worker_side_elected": False})),
    "D1-MEETINGS": (Mill(committee={"minutes_12m": 10}), Mill(committee={"minutes_12m": 9})),
    "D1-WOMEN": (Mill(committee={"women_percent": 65}), Mill(committee={"women_percent": 64})),  # of 85 per cent
    "D2-DONE": (Mill(plan=[DONE] * 4 + [OPEN]), Mill(plan=[DONE] * 3 + [OPEN])),
    "D2-VERIFIED": (Mill(plan=[VERIFIED, DONE]), Mill(plan=[VERIFIED, DONE, DONE])),
    "L1-COURSES": (Mill(courses=3), Mill(courses=2)),
    "L1-MANAGERS": (
        Mill(courses=1, people=NOBODY | {"managers_women": 1, "workers_men": 1}),
        Mill(people=NOBODY | {"workers_men": 1}),
    ),
    "L1-WORKERS": (
        Mill(courses=1, people=NOBODY | {"workers_women": 1, "managers_men": 1}),
        Mill(people=NOBODY | {"managers_men": 1}),
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", CRITERIA)
def test_just_met_and_missed_by_one(code: str) -> None:
    assert code in SIDES, "a criterion needs a mill on each side of its bar"
    meets, misses = (recorded(mill) for mill in SIDES[code])

    judged(meets, misses)

    assert told_of(meets, code) == ("met", 0)
    assert told_of(misses, code) == ("not_met", 1)


def test_no_mill_is_about_a_criterion_that_is_gone() -> None:
    assert set(SIDES) == set(CRITERIA)


def test_the_mills_differ_in_nothing_else() -> None:
    """A mill of which nothing is said meets every criterion, so what is said is what the bar is about."""
    best = recorded(Mill())
    judged(best)

    assert {row["outcome"] for row in current_verdicts([best.pk])[0].criteria_rows} == {"met"}


def told_of(factory: Factory, code: str) -> tuple[str, int]:
    """Outcome and shortfall on one criterion."""
    (verdict,) = current_verdicts([factory.pk])
    row = next(row for row in verdict.criteria_rows if row["code"] == code)
    return row["outcome"], row["shortfall"]


def recorded(mill: Mill) -> Factory:
    """The mill, recorded by the commands that record everything."""
    made = make.factory(recorded_at=RECORDED)
    beside = QUESTIONS[mill.questions :]
    assessments = ((mill.previous_on, mill.previous), (mill.latest_on, mill.latest))
    for cycle, (assessed_on, findings) in enumerate(assessments, start=1):
        if assessed_on:
            make.assessment(
                made, assessed_on=assessed_on, findings=findings, not_applicable=beside, cycle=cycle, now=RECORDED
            )  # fmt: skip
    Workforce.objects.create(
        factory=made, counted_on=date(2018, 1, 15), workers=1000, women_workers=850, recorded_at=RECORDED
    )
    make.systems(made, "osh", score=mill.osh, now=RECORDED)
    make.systems(made, "hr", score=mill.hr, now=RECORDED)
    make.committee(made, now=RECORDED, **mill.committee)
    for ref, status in enumerate(mill.plan):
        make.plan_item(made, str(ref), status=status, now=RECORDED, **_days(status))
    for month in range(1, mill.courses + 1):
        make.learning(made, f"Course {month}", held_on=date(2018, month, 10), now=RECORDED, **mill.people)
    if mill.case_on:
        make.case(made, opened_on=mill.case_on, now=RECORDED)
    return made


def _days(status: str) -> dict[str, date]:
    done = {"done_on": date(2018, 4, 20)} if status in {DONE, VERIFIED} else {}
    return done | ({"verified_on": date(2018, 4, 25)} if status == VERIFIED else {})
