"""Which clusters a reviewer has looked through."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from assessments.commands.locking import locked, state_after
from assessments.domain.states import AssessmentTransition
from assessments.policies import check_may_review
from journal.commands import Unchanged, command
from journal.events import record
from reviews.models import ClusterReview
from reviews.queries.answers import cluster_digests, current_answers, layout_for, seen_clusters

if TYPE_CHECKING:
    from accounts.models import User


@command
def mark_clusters_seen(
    assessment_id: UUID, *, clusters: Collection[str], actor: User | None, now: datetime
) -> list[str] | Unchanged:
    """Say which clusters were looked through as they stand now; all others count as not seen. Gives their codes.

    Codes that are no clusters of the assessment are left out.

    Raises:
        NoSuchAssessment, NotAllowed, SamePerson.
        WrongAssessmentState: the assessment is not being reviewed.
    """
    assessment = locked(assessment_id)
    check_may_review(actor, assessment)
    state_after(assessment, AssessmentTransition.RETURN)
    layout = layout_for(assessment)
    digests = cluster_digests(layout, current_answers(assessment, layout))
    before = seen_clusters(assessment.pk, digests)
    chosen = [cluster for cluster in digests if cluster in clusters]
    current = [cluster for cluster in digests if cluster in before and before[cluster].is_current]
    if chosen == current:
        return Unchanged(chosen)
    added = [cluster for cluster in chosen if cluster not in current]
    # what stays keeps who saw it first
    ClusterReview.objects.filter(assessment=assessment).exclude(
        cluster__in=set(chosen) & set(current)
    ).delete()
    ClusterReview.objects.bulk_create(
        ClusterReview(
            assessment=assessment, cluster=cluster, digest=digests[cluster], seen_at=now, seen_by=actor
        )
        for cluster in added
    )
    record(
        "assessment.clusters_seen",
        subject=f"assessment:{assessment.pk}",
        actor=actor,
        at=now,
        factory_id=assessment.factory_id,
        data={"clusters": ", ".join(chosen) or "–"},
    )
    return chosen
