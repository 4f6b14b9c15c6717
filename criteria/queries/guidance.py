"""Next steps: what is missing, by how much, and what helps; as keys of translations, and in a reader's language."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils.translation import gettext, ngettext

from criteria.documents import guidance_text
from criteria.domain.engine import Verdicts
from criteria.domain.guidance import CourseCatalogue, NextStep, next_steps, parse_catalogue
from criteria.domain.translations import Sentence


@lru_cache(maxsize=1)
def catalogue() -> CourseCatalogue:
    """What helps with each measure: courses on offer and good practice, as shipped with the product."""
    return parse_catalogue(guidance_text())


def course_names() -> tuple[str, ...]:
    """Titles of the courses and seminars on offer."""
    return tuple(course.title for course in catalogue().courses)


def guidance_for(verdicts: Verdicts, row: int) -> list[dict[str, Any]]:
    """What one factory can do next, the nearest first, as rows fit for JSON; every text is the key of a translation.

    Each row: criterion, pillar, title, outcome, singular, plural, count, params (see `sentence_of`), shortfall (None
    where evidence is missing), unit, distance (millionths of the way from the bar to the worst), courses, practices,
    measure.
    """
    return [_plain(step) for step in next_steps(verdicts, row, catalogue())]


def sentence_of(step: dict[str, Any]) -> str:
    """A step's sentence in the active language."""
    sentence = Sentence(step["singular"], step["plural"], step["count"], step["params"])
    return sentence.text(gettext, ngettext)


def _plain(step: NextStep) -> dict[str, Any]:
    return {
        "criterion": step.criterion.code,
        "pillar": step.criterion.pillar.value,
        "title": step.criterion.title,
        "outcome": step.outcome,
        "singular": step.sentence.singular,
        "plural": step.sentence.plural,
        "count": step.sentence.count,
        "params": dict(step.sentence.params),
        "shortfall": step.shortfall,
        "unit": step.criterion.unit,
        "distance": step.millionths,
        "courses": [course.title for course in step.courses],
        "practices": list(step.practices),
        "measure": step.criterion.measure,
    }
