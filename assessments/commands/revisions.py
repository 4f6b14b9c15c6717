"""Final sheets: each revision of a final assessment is a row of its own, with what it is pinned by."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from assessments.domain.revisions import revision_digest
from assessments.models import Assessment, Finding, SheetRevision
from assessments.projections import FinalSheet, store_scores
from journal.bulk import insert_objects
from journal.events import BATCH, Happening
from questionnaires.domain.layout import SheetLayout

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class FinalisedAssessment:
    """A final assessment with the data of its new revision besides the sheet."""

    assessment: Assessment
    layout: SheetLayout
    national_law: frozenset[str] = frozenset()


def digest_of(assessment: Assessment, layout: SheetLayout, national_law: Collection[str] = ()) -> str:
    """Digest (hex) of an assessment's current sheet, as the journal and the evaluations record it."""
    return revision_digest(
        layout_digest=layout.digest,
        assessed_on=assessment.assessed_on,
        cycle=assessment.cycle,
        kind=assessment.kind,
        announced=assessment.announced,
        sheet=assessment.sheet,
        national_law=national_law,
    )


def apply_revisions(
    finals: Sequence[FinalisedAssessment],
    *,
    reason: str = "",
    second_person: User | None = None,
    actor: User | None,
    now: datetime,
) -> list[Happening]:
    """Write the current revision of each assessment and its score. Returns their events, in order.

    The assessments' own rows are the caller's: they stand final, with the number of the new revision.
    """
    corrected = [final.assessment.pk for final in finals if final.assessment.revision > 1]
    for start in range(0, len(corrected), BATCH):
        part = corrected[start : start + BATCH]
        SheetRevision.objects.filter(assessment_id__in=part, superseded_at__isnull=True).update(
            superseded_at=now
        )
    made = [_revision(final, reason, second_person, actor=actor, now=now) for final in finals]
    insert_objects(made)
    store_scores(
        FinalSheet(final.assessment.pk, final.assessment.revision, final.assessment.sheet, final.layout)
        for final in finals
    )
    return [
        _event(revision, final.assessment.factory_id) for revision, final in zip(made, finals, strict=True)
    ]


def _revision(
    final: FinalisedAssessment, reason: str, second_person: User | None, *, actor: User | None, now: datetime
) -> SheetRevision:
    assessment = final.assessment
    again = assessment.revision > 1
    return SheetRevision(
        assessment_id=assessment.pk,
        revision=assessment.revision,
        cycle=assessment.cycle,
        kind=assessment.kind,
        announced=assessment.announced,
        sheet=assessment.sheet,
        national_law=" ".join(sorted(final.national_law)),
        digest=digest_of(assessment, final.layout, final.national_law),
        reason=reason if again else "",
        second_person=second_person if again else None,
        recorded_at=now,
        recorded_by=actor,
    )


def _event(revision: SheetRevision, factory_id: int) -> Happening:
    again = revision.revision > 1
    data = {"revision": revision.revision, "digest": revision.digest}
    return Happening(
        "assessment.corrected" if again else "assessment.finalised",
        f"assessment:{revision.assessment_id}",
        factory_id,
        data | ({"reason": revision.reason} if again else {}),
    )


def national_law_of(assessment_ids: Sequence[UUID]) -> dict[UUID, frozenset[str]]:
    """The questions whose findings are laid to the law, by assessment. One query for every few hundred."""
    found: dict[UUID, set[str]] = {}
    for start in range(0, len(assessment_ids), BATCH):
        rows = Finding.objects.filter(
            assessment_id__in=assessment_ids[start : start + BATCH],
            attribution=Finding.Attribution.NATIONAL_LAW,
            withdrawn_at__isnull=True,
        )
        for assessment_id, question in rows.values_list("assessment_id", "question"):
            found.setdefault(assessment_id, set()).add(question)
    return {assessment_id: frozenset(codes) for assessment_id, codes in found.items()}
