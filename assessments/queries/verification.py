"""Whether the stored evidence is what was recorded: sheets by digest and journal, scores by their sheets.

Superseded is no problem; altered is.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from uuid import UUID

from assessments.domain.revisions import revision_digest
from assessments.domain.score_rows import ScoreRow, score_rows
from assessments.models import Assessment, Score, SheetRevision
from journal.queries import latest_values
from questionnaires.domain.layout import SheetLayout
from questionnaires.queries.questionnaires import layouts

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class AssessmentFault:
    """One thing that does not hold. `kind` is `sheets` or `scores`."""

    kind: str
    id: str
    code: str
    message: str


def sheet_faults() -> Generator[AssessmentFault, None, int]:
    """Every fault of a sheet, and as its result how many revisions were checked."""
    known = {row.id: row.layout for row in layouts().values()}
    digests = latest_values("assessment:", "digest")
    checked = 0
    for revision in SheetRevision.objects.select_related("assessment").order_by("id").iterator(CHUNK):
        checked += 1
        yield from _revision_faults(revision, known[revision.assessment.layout_id], digests)
    yield from _draft_faults(known, digests)
    return checked


def _revision_faults(
    revision: SheetRevision, layout: SheetLayout, digests: dict[str, str]
) -> Iterator[AssessmentFault]:
    assessment = revision.assessment
    digest = revision_digest(
        layout_digest=layout.digest,
        assessed_on=assessment.assessed_on,
        cycle=revision.cycle,
        kind=revision.kind,
        announced=revision.announced,
        sheet=revision.sheet,
        national_law=revision.national_law.split(),
    )
    name = f"{assessment.pk}/{revision.revision}"
    if digest != revision.digest:
        message = "the sheet was changed after it was recorded; restore it from a backup"
        yield AssessmentFault("sheets", name, "altered", message)
    if revision.superseded_at is not None:
        return
    if digests.get(f"assessment:{assessment.pk}") != revision.digest:
        message = "the sheet's digest is not the one in its last event; restore it from a backup"
        yield AssessmentFault("sheets", name, "not_as_recorded", message)
    if (assessment.sheet, assessment.revision) != (revision.sheet, revision.revision):
        message = "the assessment does not show its current revision; restore it from a backup"
        yield AssessmentFault("sheets", name, "not_current", message)


def _draft_faults(known: dict[int, SheetLayout], digests: dict[str, str]) -> Iterator[AssessmentFault]:
    drafts = Assessment.objects.exclude(state=Assessment.State.FINAL).order_by("pk")
    for assessment in drafts.iterator(CHUNK):
        digest = revision_digest(
            layout_digest=known[assessment.layout_id].digest,
            assessed_on=assessment.assessed_on,
            cycle=assessment.cycle,
            kind=assessment.kind,
            announced=assessment.announced,
            sheet=assessment.sheet,
        )
        if digests.get(f"assessment:{assessment.pk}") != digest:
            message = "the sheet is not the one of its last event; compare it with its answer log"
            yield AssessmentFault("sheets", str(assessment.pk), "not_as_recorded", message)


def score_faults() -> Generator[AssessmentFault, None, int]:
    """Every score that is not what its sheet gives, and as its result how many were checked."""
    known = {row.id: row.layout for row in layouts().values()}
    stored = {row.assessment_id: row for row in Score.objects.all()}
    current = (
        SheetRevision.objects.filter(superseded_at__isnull=True).select_related("assessment").order_by("id")
    )
    checked = 0
    by_layout: dict[int, list[SheetRevision]] = {}
    for revision in current.iterator(CHUNK):
        checked += 1
        by_layout.setdefault(revision.assessment.layout_id, []).append(revision)
    for layout_id, revisions in by_layout.items():
        yield from _wrong_scores(revisions, known[layout_id], stored)
    for orphan in stored:
        yield AssessmentFault(
            "scores", str(orphan), "without_sheet", "the score has no final sheet; run rebuild_projections"
        )
    return checked


def _wrong_scores(
    revisions: list[SheetRevision], layout: SheetLayout, stored: dict[UUID, Score]
) -> Iterator[AssessmentFault]:
    expected = score_rows([revision.sheet for revision in revisions], layout)
    for revision, row in zip(revisions, expected, strict=True):
        score = stored.pop(revision.assessment_id, None)
        if score is None or (revision.revision, row) != (score.revision, _row(score)):
            message = "the score is not what the sheet gives; run rebuild_projections"
            yield AssessmentFault("scores", str(revision.assessment_id), "wrong_score", message)


def _row(score: Score) -> ScoreRow:
    return ScoreRow(score.noncompliant, score.applicable, score.clusters, score.points)
