"""Which visits and cases exist for whom: predicates in SQL, made anew for every request, never lists of ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import COUNTRY_STAFF, Role, User
from advisory.models import AdvisoryVisit, ZeroToleranceCase
from assessments.models import TeamMember
from factories.queries import visible_to

if TYPE_CHECKING:
    Viewer = User | AnonymousUser


# a protocol of the programme, not of a country's law: the factory works on the case, its workers' side does not see it
FACTORY_SEES_CASES = frozenset({Role.FACTORY, Role.GROUP})


def visits_visible_to(user: Viewer) -> QuerySet[AdvisoryVisit]:
    """Current versions of the visits that exist for a user: staff of the country, the factory's own people."""
    current = AdvisoryVisit.objects.filter(superseded_at__isnull=True)
    return _of_visible_factories(current, user)


def cases_visible_to(user: Viewer) -> QuerySet[ZeroToleranceCase]:
    """Current versions of the zero-tolerance cases that exist for a user.

    Restricted: for advisers those that they opened or whose factory they assessed; brands get an alert, no case.
    """
    current = ZeroToleranceCase.objects.filter(superseded_at__isnull=True)
    role = getattr(user, "role", "")
    if role == Role.ADVISER:
        assessed = TeamMember.objects.filter(assessment__factory=OuterRef("factory"), user=user.pk)
        opened = ZeroToleranceCase.objects.filter(uid=OuterRef("uid"), recorded_by=user.pk)
        return current.filter(Q(Exists(assessed)) | Q(Exists(opened)), factory__in=visible_to(user))
    if role in COUNTRY_STAFF or role == Role.GLOBAL or role in FACTORY_SEES_CASES:
        return current.filter(factory__in=visible_to(user))
    return current.none()


def _of_visible_factories(rows: QuerySet[Any], user: Viewer) -> QuerySet[Any]:
    return rows.filter(factory__in=visible_to(user))
