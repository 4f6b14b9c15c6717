"""A management system by its elements, and the score that follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

ELEMENTS = ("policy", "responsible", "procedure", "communication", "monitoring", "correction")
"""What a management system consists of, in the order in which a review goes through them; levels are 1 to 5."""

IN_PLACE = 3
"""The level from which an element is in place."""

MOST_NAMED = 3


def score_of(levels: Sequence[int | None]) -> int | None:
    """The area's score of 1 to 5 from the levels of all its elements; None where one was not seen.

    The mean, rounded down, but at most one level above the weakest element: a strong policy makes up for little
    where nobody is responsible.
    """
    seen = [level for level in levels if level is not None]
    if not levels or len(seen) < len(levels):
        return None
    return min(sum(seen) // len(seen), min(seen) + 1)


def with_score(values: Mapping[str, Any]) -> dict[str, Any]:
    """A review's values, its score as the elements give it where all of them were seen."""
    score = score_of([values.get(element) for element in ELEMENTS])
    return {**values} if score is None else {**values, "score": score}


def weakest(levels: Mapping[str, int | None]) -> tuple[tuple[str, int], ...]:
    """The elements of the lowest level with it, in their order, at most `MOST_NAMED`; none where all are kept up."""
    seen = {element: level for element in ELEMENTS if (level := levels.get(element)) is not None}
    lowest = min(seen.values(), default=IN_PLACE + 1)
    if lowest > IN_PLACE:
        return ()
    return tuple((element, level) for element, level in seen.items() if level == lowest)[:MOST_NAMED]


# --- fields of the form, which asks about every area at once: `osh` is a score, `osh_policy` an element

AREA_VALUES = ("score", *ELEMENTS, *(f"{element}_note" for element in ELEMENTS))
FILES = "_files"


def form_name(area: str, value: str) -> str:
    """The form's field of a value of an area."""
    return area if value == "score" else f"{area}_{value}"


def element_of(field: str) -> tuple[str, str]:
    """Area and element of a field of files, as `osh_policy_files`."""
    area, _, element = field.removesuffix(FILES).partition("_")
    return area, element
