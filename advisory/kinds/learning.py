"""Learning: who attended which course, counted by role and sex."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from advisory.kinds.declaration import Day, EvidenceKind, Field, Text, Whole
from advisory.models import LearningRecord

if TYPE_CHECKING:
    from django.utils.functional import Promise


def _people(name: str, label: Promise) -> Field:
    return Field(
        name=name,
        label=label,
        holds=Whole(most=1_000_000, most_typed=100_000),
        unit="people",
        required_in_form=True,
        default=0,
        history=name,
    )


LEARNING = EvidenceKind(
    name="learning",
    what="a course or seminar that people of the factory attended",
    model=LearningRecord,
    table="learning",
    event="learning.recorded",
    fields=(
        Field(
            name="held_on",
            label=_("Held on"),
            holds=Day(),
            required=True,
            is_key=True,
            happened=True,
            history="day",
        ),
        Field(
            name="course",
            label=_("Course or seminar"),
            holds=Text(longest=120, suggestions="courses"),
            required=True,
            is_key=True,
            history="course",
            last_time="shown",
        ),
        Field(
            name="hours",
            label=_("Hours"),
            holds=Whole(most=1000),
            unit="hours",
            required=True,
            history="hours",
        ),
        _people("managers_men", _("Managers, men")),
        _people("managers_women", _("Managers, women")),
        _people("workers_men", _("Workers, men")),
        _people("workers_women", _("Workers, women")),
    ),
)
