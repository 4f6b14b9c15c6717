"""What advisory visits found. Findings of assessments come from their sheets."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from advisory.kinds.declaration import Day, EvidenceKind, Field, Prose, QuestionCode, Whole
from assessments.models import Finding
from files.domain.problems import ImportProblem
from files.domain.row_reader import FactoryRef, RowReader


def _visit_is_known(reader: RowReader, factory: FactoryRef | None, values: dict[str, Any]) -> None:
    """A finding belongs to a visit. Without known visits among the look-ups the caller checks that."""
    visits, day = reader.lookups.visits, values["visited_on"]
    number = values.get("number") or 1
    if (
        visits is None
        or not (factory and day and values["question"])
        or (factory.code, day, number) in visits
    ):
        return
    what = f"no visit to {factory.code} on {day} is known; import the visit first, or correct the day"
    reader.note(ImportProblem(reader.row, "visited_on", "unknown_visit", what))


VISIT_FINDINGS = EvidenceKind(
    name="visit-findings",
    what="a non-compliance found during a visit",
    model=Finding,
    check=_visit_is_known,
    fields=(
        Field(
            name="visited_on",
            label=_("Day of the visit"),
            holds=Day(),
            required=True,
            is_key=True,
            happened=True,
            in_form=False,
            path="visit__visited_on",
        ),
        Field(
            name="number",
            label=_("Visit of that day"),
            holds=Whole(least=1, most=20),
            unit="the first is 1",
            is_key=True,
            in_form=False,
            default=1,
            path="visit__number",
        ),
        Field(name="question", label=_("Question"), holds=QuestionCode(), required=True, is_key=True),
        Field(name="details", label=_("What was found"), holds=Prose(rows=3), required_in_form=True),
    ),
)
