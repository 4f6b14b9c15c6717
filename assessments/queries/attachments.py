"""Photos and documents beside findings: whose they are follows from the assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from assessments.models import EvidenceFile
from assessments.queries.visibility import assessments_visible_to
from countries.queries.local_time import On

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User

    Viewer = User | AnonymousUser


def files_visible_to(user: Viewer, on: On, *, removed: bool = False) -> QuerySet[EvidenceFile]:
    """Files of the assessments that exist for a user, or those that were removed."""
    return EvidenceFile.objects.filter(
        removed_at__isnull=not removed, assessment__in=assessments_visible_to(user, on)
    )


def files_of(assessment_id: UUID) -> dict[str, list[EvidenceFile]]:
    """An assessment's files by question, the first first; for a reader of the assessment. One query."""
    found: dict[str, list[EvidenceFile]] = {}
    files = EvidenceFile.objects.filter(assessment=assessment_id, removed_at__isnull=True)
    for file in files.order_by("added_at", "pk"):
        found.setdefault(file.question, []).append(file)
    return found
