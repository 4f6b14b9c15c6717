"""From a verdict to next steps: what is missing, by how much in words, and what helps, the nearest first."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from criteria.domain.criteria import Criterion
from criteria.domain.distance import MILLION, distances, shortfalls
from criteria.domain.engine import MET, NOT_MET, OUTCOMES, Verdicts
from criteria.domain.measures import MEASURES
from criteria.domain.translations import Sentence


@dataclass(frozen=True, slots=True)
class Course:
    """A course or seminar on offer.

    Attributes:
        title: in English; also the key of its translation, and the course's name in learning records.
        hours: how long it is.
        audience: for whom: `managers`, `workers` or both.
        measures: what it helps with.
    """

    code: str
    title: str
    hours: int
    audience: tuple[str, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CourseCatalogue:
    """The courses and seminars on offer, and those that help with each measure."""

    courses: tuple[Course, ...]
    courses_for: Mapping[str, tuple[Course, ...]]


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do next.

    Attributes:
        criterion: what it would meet.
        outcome: `not_met`, or `unknown` where evidence is missing.
        sentence: what is missing, the shortfall in words.
        shortfall: in the criterion's unit; None where evidence is missing.
        distance: share of the way from the bar to the worst value; 0 where evidence is missing.
        courses, practices: what helps; texts are keys of their translations.
    """

    criterion: Criterion
    outcome: str
    sentence: Sentence
    shortfall: int | None
    distance: Fraction
    courses: tuple[Course, ...]
    practices: tuple[str, ...]

    @property
    def millionths(self) -> int:
        """The distance as a whole number, for display and order."""
        return int(self.distance * MILLION)


def parse_catalogue(text: str) -> CourseCatalogue:
    """The catalogue that comes with the product (`criteria/documents/guidance.toml`).

    Raises:
        KeyError, tomllib.TOMLDecodeError: the text is not as its own tests demand.
    """
    content = tomllib.loads(text)
    courses_for: dict[str, tuple[Course, ...]] = {}
    courses = []
    for entry in content["courses"]:
        measures = tuple(entry["measures"])
        courses.append(
            Course(entry["code"], entry["title"], entry["hours"], tuple(entry["audience"]), measures)
        )
        for measure in measures:
            courses_for[measure] = (*courses_for.get(measure, ()), courses[-1])
    return CourseCatalogue(tuple(courses), courses_for)


def next_steps(verdicts: Verdicts, row: int, catalogue: CourseCatalogue) -> tuple[NextStep, ...]:
    """Next steps of one factory: criteria not met, nearest first; then evidence that is missing."""
    steps = [
        _step(verdicts, at, row, catalogue)
        for at in np.flatnonzero(verdicts.by_criterion[:, row] != MET).tolist()
    ]
    return tuple(sorted(steps, key=lambda step: (step.outcome != OUTCOMES[NOT_MET], step.distance)))


def _step(verdicts: Verdicts, at: int, row: int, catalogue: CourseCatalogue) -> NextStep:
    criterion = verdicts.document.criteria[at]
    outcome = int(verdicts.by_criterion[at, row])
    helping = (
        catalogue.courses_for.get(criterion.measure, ()),
        (MEASURES[criterion.measure].practice,),
    )
    if outcome != NOT_MET:
        return NextStep(
            criterion, OUTCOMES[outcome], missing_evidence(criterion), None, Fraction(0), *helping
        )
    short = int(shortfalls(verdicts, at)[row])
    beyond, room = distances(verdicts, at)
    distance = Fraction(int(beyond[row]), int(room[row]))
    return NextStep(
        criterion, OUTCOMES[outcome], shortfall_in_words(criterion, short), short, distance, *helping
    )


def shortfall_in_words(criterion: Criterion, shortfall: int) -> Sentence:
    """What is missing: "two findings fewer"."""
    measure = MEASURES[criterion.measure]
    return Sentence(*(measure.shortfall or measure.unit.shortfall), shortfall)


def missing_evidence(criterion: Criterion) -> Sentence:
    """The next step where a criterion's evidence is missing."""
    advice = MEASURES[criterion.measure].advice
    return Sentence(advice, advice, 1)
