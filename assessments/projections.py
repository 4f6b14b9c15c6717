"""Scores computed from final sheets, for display. Rebuilt, never edited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from assessments.domain.score_rows import score_rows
from assessments.models import Score
from assessments.queries.sheets import current_sheets
from questionnaires.domain.layout import SheetLayout
from questionnaires.queries.questionnaires import layouts

BATCH = 400


@dataclass(frozen=True, slots=True)
class FinalSheet:
    """A final answer sheet to be counted."""

    assessment_id: UUID
    revision: int
    sheet: str
    layout: SheetLayout


def store_scores(finals: Iterable[FinalSheet]) -> None:
    """Write (or replace) the score rows of these sheets; one numpy pass a layout."""
    Score.objects.bulk_create(
        scores_of(finals),
        update_conflicts=True,
        unique_fields=["assessment"],
        update_fields=["revision", "noncompliant", "applicable", "clusters", "points"],
        batch_size=BATCH,
    )


def scores_of(finals: Iterable[FinalSheet]) -> list[Score]:
    """The score rows as they must be; nothing is written."""
    by_layout: dict[SheetLayout, list[FinalSheet]] = defaultdict(list)
    for final in finals:
        by_layout[final.layout].append(final)
    return [
        Score(
            assessment_id=final.assessment_id,
            revision=final.revision,
            noncompliant=row.noncompliant,
            applicable=row.applicable,
            clusters=row.clusters,
            points=row.points,
        )
        for layout, together in by_layout.items()
        for final, row in zip(
            together, score_rows([final_sheet.sheet for final_sheet in together], layout), strict=True
        )
    ]


def rebuild_scores(factory_ids: Collection[int]) -> int:
    """Compute the scores of some factories again from their current final sheets; returns how many there are."""
    known = layouts()
    with transaction.atomic():
        finals = [
            FinalSheet(row.assessment_id, row.revision, row.sheet, known[row.layout_id].layout)
            for row in current_sheets(factory_ids=factory_ids)
        ]
        Score.objects.filter(assessment__factory_id__in=factory_ids).delete()
        store_scores(finals)
    return len(finals)
