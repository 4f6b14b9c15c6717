"""The current final answer sheets: what scores and sector tables are counted from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from assessments.models import IN_ORDER, Assessment, Finding, SheetRevision
from questionnaires.models import Layout

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
    *, years: Collection[int] | None = None, country: str = EVERY_COUNTRY
) -> list[CurrentSheet]:
    """Every final sheet, or those of some calendar years or of one country; in order of day. One query."""
    rows = _current()
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


def given_answers(assessment: Assessment) -> list[SheetAnswer]:
    """Every answer that was given, in the order of the questions. Two queries."""
    slots = Layout.objects.values_list("slots", flat=True).get(pk=assessment.layout_id)
    live = Finding.objects.filter(assessment=assessment, withdrawn_at__isnull=True)
    columns = ("question", "details", "attribution", "response", "fixed_on")
    findings = {row[0]: row[1:] for row in live.values_list(*columns)}
    return [
        SheetAnswer(code, letter, *(findings.get(code, ()) if letter == "N" else ()))
        for (code, *_), letter in zip(slots, assessment.sheet, strict=True)
        if letter != "-"
    ]
