"""Comment windows in which a factory's people have not said everything yet, and those in which they have spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from assessments.domain.states import AssessmentState
from assessments.models import Assessment, Finding
from assessments.policies import speaks_for_a_factory
from assessments.queries.obligations import windows_of_staff
from assessments.queries.visibility import assessments_visible_to
from responses.models import WorkerComment

if TYPE_CHECKING:
    from accounts.models import User
    from countries.queries.local_time import On


def windows_to_answer(user: User, on: On) -> QuerySet[Assessment]:
    """Open comment windows in which the user has something to say.

    For the management: a finding has no sent response. For a representative of the workers: they wrote no comment.
    """
    rows = assessments_visible_to(user, on).filter(
        state=AssessmentState.COMMENT_WINDOW, factory__is_closed=False
    )
    found = Finding.objects.filter(assessment=OuterRef("pk"), withdrawn_at__isnull=True)
    if speaks_for_a_factory(user):
        return rows.filter(Exists(found.filter(responded_at__isnull=True)))
    spoken = WorkerComment.objects.filter(assessment=OuterRef("pk"), written_by=user.pk)
    return rows.filter(Exists(found), ~Exists(spoken))


def windows_with_comments(user: User, on: On) -> QuerySet[Assessment]:
    """Comment windows of staff in which a side of the factory has spoken, each with `spoken_at`: when it did last."""
    responded = Finding.objects.filter(
        assessment=OuterRef("pk"), withdrawn_at__isnull=True, responded_at__isnull=False
    )
    commented = WorkerComment.objects.filter(assessment=OuterRef("pk"))
    response = responded.order_by().values("assessment").annotate(last=Max("responded_at")).values("last")
    comment = commented.order_by().values("assessment").annotate(last=Max("written_at")).values("last")
    rows = windows_of_staff(user, on).filter(Q(Exists(responded)) | Q(Exists(commented)))
    # the two databases disagree on the greater of a moment and nothing
    return rows.annotate(
        spoken_at=Greatest(
            Coalesce(Subquery(response), Subquery(comment)), Coalesce(Subquery(comment), Subquery(response))
        )
    )
