"""The evidence as files, in the columns of its imports: what goes out comes in again and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from assessment_files.domain.assessment_row import AssessmentRow
from assessment_files.domain.assessment_writing import LONG_COLUMNS, long_rows
from assessments.models import AnswerNote, Assessment, Finding
from files.exports import ExportTable
from questionnaires.queries.questionnaires import layouts

if TYPE_CHECKING:
    from django.db.models import QuerySet

Rows = Iterator[Sequence[Any]]
CHUNK = 400  # assessments at a time: each brings hundreds of rows


def assessments_table(chosen: QuerySet[Assessment] | None = None) -> ExportTable:
    """Assessments in the long layout, an answer, remark or note a row; all of them unless some are chosen."""
    rows = Assessment.objects.exclude(state=Assessment.State.ABANDONED) if chosen is None else chosen
    return ExportTable("assessments", LONG_COLUMNS, _assessment_rows(rows))


def _assessment_rows(chosen: QuerySet[Assessment]) -> Rows:
    for assessment in _as_rows(chosen.order_by("factory__code", "assessed_on", "pk")):
        for row in long_rows(assessment):
            yield [row.get(column, "") for column in LONG_COLUMNS]


def _as_rows(chosen: QuerySet[Assessment]) -> Iterator[AssessmentRow]:
    known = layouts()
    batch: list[Assessment] = []
    for assessment in chosen.select_related("factory").iterator(CHUNK):
        batch.append(assessment)
        if len(batch) == CHUNK:
            yield from _described(batch, known)
            batch = []
    yield from _described(batch, known)


def _described(batch: Sequence[Assessment], known: Mapping[int, Any]) -> Iterator[AssessmentRow]:
    ids = [assessment.pk for assessment in batch]
    details, law, workers = _found(ids)
    notes: dict[UUID, dict[str, str]] = {}
    for assessment_id, question, text in AnswerNote.objects.filter(assessment_id__in=ids).values_list(
        "assessment_id", "question", "text"
    ):
        if text:
            notes.setdefault(assessment_id, {})[question] = text
    for assessment in batch:
        yield AssessmentRow(
            row=0,
            factory=assessment.factory.code,
            country=assessment.factory.country_id,
            assessed_on=assessment.assessed_on,
            layout=known[assessment.layout_id].layout,
            sheet=assessment.sheet,
            cycle=assessment.cycle,
            kind=assessment.kind,
            announced=assessment.announced,
            state=assessment.state,
            details=details.get(assessment.pk, {}),
            national_law=frozenset(law.get(assessment.pk, ())),
            notes=notes.get(assessment.pk, {}),
            note=assessment.note,
            workers=workers.get(assessment.pk, {}),
        )


def _found(
    ids: Sequence[UUID],
) -> tuple[dict[UUID, dict[str, str]], dict[UUID, set[str]], dict[UUID, dict[str, int]]]:
    """Details, the questions laid to national law, and workers concerned, by assessment."""
    details: dict[UUID, dict[str, str]] = {}
    law: dict[UUID, set[str]] = {}
    workers: dict[UUID, dict[str, int]] = {}
    for finding in Finding.objects.filter(assessment_id__in=ids, withdrawn_at__isnull=True):
        assert finding.assessment_id is not None  # noqa: S101  # chosen by it
        if finding.details:
            details.setdefault(finding.assessment_id, {})[finding.question] = finding.details
        if finding.attribution == Finding.Attribution.NATIONAL_LAW:
            law.setdefault(finding.assessment_id, set()).add(finding.question)
        if finding.workers_concerned is not None:
            workers.setdefault(finding.assessment_id, {})[finding.question] = finding.workers_concerned
    return details, law, workers


EXPORTS: Mapping[str, Callable[[], ExportTable]] = {
    "assessments": assessments_table,
}
