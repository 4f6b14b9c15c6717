"""Which evidence exists for whom: predicates in SQL, made anew for every request, never lists of ids."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import COUNTRY_STAFF, FACTORY_PEOPLE, Role, User
from assessments.models import Assessment, Finding, TeamMember
from countries.queries.local_time import On
from factories.domain.scopes import FINDINGS
from factories.queries import brands_of, consented_to, visible_to

if TYPE_CHECKING:
    Viewer = User | AnonymousUser

State = Assessment.State
VISIBLE_TO_FACTORY = (State.COMMENT_WINDOW, State.FINAL)


def assessments_visible_to(user: Viewer, on: On) -> QuerySet[Assessment]:
    """The assessments that exist for a user on a day.

    Drafts (and with them the dates of unannounced visits) exist for their team, reviewers, managers and the global
    team; from the comment window on for the factory; when final for the country's advisers and brands that
    the factory lets read its findings.
    """
    role = getattr(user, "role", "")
    every = Assessment.objects.all()
    if role == Role.ADVISER:
        memberships = TeamMember.objects.filter(assessment=OuterRef("pk"), user=user.pk, left_at__isnull=True)
        return every.filter(Q(Exists(memberships)) | Q(state=State.FINAL), factory__in=visible_to(user))
    if role in COUNTRY_STAFF or role == Role.GLOBAL:
        return every.filter(factory__in=visible_to(user))
    if role in FACTORY_PEOPLE:
        return every.filter(factory__in=visible_to(user), state__in=VISIBLE_TO_FACTORY)
    if role == Role.BRAND:
        return every.filter(factory__in=consented_to(brands_of(user), on, FINDINGS), state=State.FINAL)
    return every.none()


def findings_visible_to(user: Viewer, on: On) -> QuerySet[Finding]:
    """Findings of the assessments that exist for a user on a day, once the factory may read them. With both."""
    read = assessments_visible_to(user, on).filter(state__in=VISIBLE_TO_FACTORY)
    rows = Finding.objects.filter(assessment__in=read, withdrawn_at__isnull=True)
    return rows.select_related("factory", "assessment")


def hold_assessment(assessment_id: UUID) -> None:
    """Keep an assessment's row as it is until the transaction ends: whatever changes it locks it first."""
    list(Assessment.objects.select_for_update().filter(pk=assessment_id))
