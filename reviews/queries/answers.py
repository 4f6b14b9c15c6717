"""Whole answers of an assessment, now and as they were returned; which clusters a reviewer has seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from assessments.domain.answer_merge import Answer
from assessments.domain.answers import answers_of
from assessments.models import AnswerNote, Assessment, Finding
from questionnaires.domain.layout import SheetLayout
from questionnaires.queries.questionnaires import layouts
from reviews.domain.comparing import digest_of_answers
from reviews.models import ClusterReview, ReturnedAnswers

Answers = dict[str, Answer]


@dataclass(frozen=True, slots=True)
class SeenCluster:
    """Who looked a cluster through, and when; `is_current` while its answers are those that were seen."""

    by: str
    at: datetime
    is_current: bool


def current_answers(assessment: Assessment, layout: SheetLayout) -> Answers:
    """Every answer as it stands, by question in layout order. Two queries."""
    findings = Finding.objects.filter(assessment=assessment, withdrawn_at__isnull=True)
    found = {
        question: (details, workers, attribution)
        for question, details, workers, attribution in findings.values_list(
            "question", "details", "workers_concerned", "attribution"
        )
    }
    notes = dict(AnswerNote.objects.filter(assessment=assessment).values_list("question", "text"))
    return {
        code: Answer(letter, *found.get(code, ("", None, "")), notes.get(code, "")).normalised()
        for code, letter in answers_of(assessment.sheet, layout).items()
    }


def returned_answers(assessment_id: UUID, layout: SheetLayout) -> tuple[datetime, Answers] | None:
    """When an assessment was returned last, and its answers then; None when it never was. One query."""
    row = ReturnedAnswers.objects.filter(assessment=assessment_id).order_by("returned_at", "pk").last()
    if row is None:
        return None
    letters = answers_of(row.sheet, layout)
    return row.returned_at, {
        code: answer_from(letter, row.words.get(code)) for code, letter in letters.items()
    }


def answer_from(letter: str, words: Mapping[str, Any] | None) -> Answer:
    """An answer as `Answer.words` has written it."""
    return Answer(letter, **(words or {}))


def layout_for(assessment: Assessment) -> SheetLayout:
    """The layout that reads an assessment's sheet."""
    return layouts([assessment.layout_id])[assessment.layout_id].layout


def codes_by_cluster(layout: SheetLayout) -> dict[str, list[str]]:
    """Questions of each cluster, both in layout order."""
    found: dict[str, list[str]] = {}
    for code, cluster in zip(layout.codes, layout.cluster_of, strict=True):
        found.setdefault(layout.clusters[cluster], []).append(code)
    return found


def cluster_digests(layout: SheetLayout, answers: Mapping[str, Answer]) -> dict[str, str]:
    """A digest of each cluster's answers."""
    return {cluster: digest_of_answers(codes, answers) for cluster, codes in codes_by_cluster(layout).items()}


def seen_clusters(assessment_id: UUID, digests: Mapping[str, str]) -> dict[str, SeenCluster]:
    """Clusters that were looked through, by code. One query."""
    rows = ClusterReview.objects.filter(assessment=assessment_id, cluster__in=digests)
    return {
        cluster: SeenCluster(by or "", at, digest == digests[cluster])
        for cluster, digest, at, by in rows.values_list("cluster", "digest", "seen_at", "seen_by__name")
    }
