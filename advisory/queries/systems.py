"""Management systems of a factory by area and element: as they are, as they were before, and what is weakest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.text import capfirst

from advisory.domain.systems import ELEMENTS, weakest
from advisory.kinds.systems import ELEMENT_WORDS, SCORES
from advisory.models import SystemsFile, SystemsReview
from advisory.queries.histories import systems_of
from factories.queries import visible_to

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

LEVELS = dict(SCORES)


@dataclass(frozen=True, slots=True)
class ElementRow:
    """One element: its level in words now and the time before ("" where it was not seen), note and files."""

    label: str
    level: str
    before: str
    note: str
    files: tuple[tuple[UUID, str], ...]
    is_weak: bool


@dataclass(frozen=True, slots=True)
class AreaReview:
    """One area as it was reviewed last. `by_elements`: the score follows from them."""

    area: str
    label: str
    reviewed_on: date
    score: int
    score_before: int | None
    before_on: date | None
    by_elements: bool
    rows: tuple[ElementRow, ...]  # none where the review has a score alone


def reviews_by_area(factory_id: int) -> list[AreaReview]:
    """The latest review of each area that was ever reviewed. Two queries."""
    reviews = systems_of([factory_id])
    files: dict[tuple[str, date, str], tuple[tuple[UUID, str], ...]] = {}
    stored = SystemsFile.objects.filter(factory_id=factory_id).order_by("added_at", "pk")
    for key, area, day, element, name in stored.values_list("pk", "area", "reviewed_on", "element", "name"):
        files[area, day, element] = (*files.get((area, day, element), ()), (key, name))
    found = []
    for area in SystemsReview.Area.values:
        of_area = [review for review in reviews if review.area == area]
        if of_area:
            found.append(_area(of_area[0], of_area[1] if len(of_area) > 1 else None, files))
    return found


def _area(
    now: SystemsReview,
    before: SystemsReview | None,
    files: dict[tuple[str, date, str], tuple[tuple[UUID, str], ...]],
) -> AreaReview:
    weak = dict(weakest(levels_of(now)))
    rows = tuple(
        ElementRow(
            str(ELEMENT_WORDS[element][0]),
            _level(now, element),
            _level(before, element),
            getattr(now, f"{element}_note"),
            files.get((now.area, now.reviewed_on, element), ()),
            element in weak,
        )
        for element in ELEMENTS
    )
    seen = [getattr(now, element) for element in ELEMENTS]
    return AreaReview(
        now.area,
        capfirst(now.get_area_display()),
        now.reviewed_on,
        now.score,
        before.score if before else None,
        before.reviewed_on if before else None,
        None not in seen,
        rows if any(seen) or any(row.note or row.files for row in rows) else (),
    )


def _level(review: SystemsReview | None, element: str) -> str:
    level = getattr(review, element) if review else None
    return "" if level is None else str(LEVELS[level])


def levels_of(review: SystemsReview) -> dict[str, int | None]:
    """The level of each element."""
    return {element: getattr(review, element) for element in ELEMENTS}


def weak_elements(factory_id: int) -> list[str]:
    """Of each area's latest review the weakest elements, each as a sentence. One query."""
    latest: dict[str, SystemsReview] = {}
    for review in systems_of([factory_id]):
        latest.setdefault(review.area, review)
    return [
        weakness(area, element, level)
        for area in SystemsReview.Area.values
        if area in latest
        for element, level in weakest(levels_of(latest[area]))
    ]


def weakness(area: str, element: str, level: int) -> str:
    """One weak element in words: "Human resources: no one responsible is named"."""
    label, _looked_for, missing = ELEMENT_WORDS[element]
    words = str(missing) if level == 1 else f"{label} ({LEVELS[level]})"
    return f"{capfirst(str(SystemsReview.Area(area).label))}: {words}"


def systems_files_visible_to(user: User) -> QuerySet[SystemsFile]:
    """Files of reviews that exist for a person: of factories that they work with from inside."""
    return SystemsFile.objects.filter(factory__in=visible_to(user))
