"""The programme's courses, as the catalogue declares them, in the reader's language."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from criteria.domain.guidance import Course
from criteria.queries.guidance import catalogue


def courses() -> tuple[Course, ...]:
    """Every course on offer."""
    return catalogue().courses


def course_of(code: str) -> Course | None:
    """One course; None for a code that the catalogue no longer has."""
    return next((course for course in courses() if course.code == code), None)


def title_of(code: str) -> str:
    """A course's title in the active language; its code where the catalogue no longer has it."""
    found = course_of(code)
    return _(found.title) if found else code


def codes_of(titles: Collection[str]) -> list[str]:
    """Codes of the courses with these titles."""
    return [course.code for course in courses() if course.title in titles]
