"""The current final answer sheets: what scores and sector tables are counted from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from assessments.domain.answers import answers_of
from assessments.models import IN_ORDER, AnswerNote, Assessment, Finding, SheetRevision
from questionnaires.queries.questionnaires import layouts

if TYPE_CHECKING:
    from django.db.models import QuerySet

FEW = 500  # ids a statement
EVERY_COUNTRY = ""


class CurrentSheet(NamedTuple):
    """One final assessment in its current revision."""

    assessment_id: UUID
    factory_id: int
    country: str
    layout_id: int
    assessed_on: date
    revision: int
    sheet: str


_COLUMNS = (
    "assessment_id",
    "assessment__factory_id",
    "assessment__factory__country_id",
    "assessment__layout_id",
    "assessment__assessed_on",
    "revision",
    "sheet",
)


def current_sheets(
    *,
    years: Collection[int] | None = None,
    country: str = EVERY_COUNTRY,
    factory_ids: Collection[int] | None = None,
) -> list[CurrentSheet]:
    """Every final sheet, or those of some calendar years, factories or of one country; in order of day. One query."""
    rows = _current() if factory_ids is None else _current().filter(assessment__factory_id__in=factory_ids)
    if years is not None:
        rows = rows.filter(assessment__assessed_on__year__in=sorted(years))
    if country:
        rows = rows.filter(assessment__factory__country_id=country)
    ordered = rows.order_by(*(f"assessment__{name}" for name in IN_ORDER), "id")
    return [CurrentSheet(*row) for row in ordered.values_list(*_COLUMNS)]


def _current() -> QuerySet[SheetRevision]:
    return SheetRevision.objects.filter(superseded_at__isnull=True)


def countries_and_years(factory_ids: Collection[int]) -> set[tuple[str, int]]:
    """The countries and calendar years of the final sheets of some factories (at most FEW). One query."""
    rows = _current().filter(assessment__factory_id__in=factory_ids)
    return set(
        rows.values_list("assessment__factory__country_id", "assessment__assessed_on__year").distinct()
    )


@dataclass(frozen=True, slots=True)
class SheetAnswer:
    """One answer with what is told beside a finding."""

    question: str
    answer: str  # C, N or X
    details: str = ""
    attribution: str = ""
    response: str = ""
    fixed_on: date | None = None
    workers: int | None = None
    note: str = ""


def given_answers(assessment: Assessment, *, with_notes: bool = False) -> list[SheetAnswer]:
    """Every answer that was given, in the order of the questions. Two queries, three with the programme's own notes."""
    letters = answers_of(assessment.sheet, layouts([assessment.layout_id])[assessment.layout_id].layout)
    live = Finding.objects.filter(assessment=assessment, withdrawn_at__isnull=True)
    columns = ("details", "attribution", "response", "fixed_on", "workers_concerned")
    findings = {code: values for code, *values in live.values_list("question", *columns)}
    rows = AnswerNote.objects.filter(assessment=assessment).values_list("question", "text")
    notes = dict(rows) if with_notes else {}
    return [
        replace(
            SheetAnswer(code, letter, *(findings.get(code, ()) if letter == "N" else ())),
            note=notes.get(code, ""),
        )
        for code, letter in letters.items()
        if letter != "-" or code in notes
    ]
