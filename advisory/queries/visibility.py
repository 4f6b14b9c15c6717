"""Which visits and cases exist for whom: predicates in SQL, made anew for every request, never lists of ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import COUNTRY_STAFF, Role, User
from advisory.kinds import CASES, PLAN_ITEMS, VISIT_FINDINGS, VISITS, EvidenceKind
from advisory.models import AdvisoryVisit, ZeroToleranceCase
from assessments.models import TeamMember
from factories.queries import visible_to

if TYPE_CHECKING:
    Viewer = User | AnonymousUser


# a protocol of the programme, not of a country's law: the factory works on the case, its workers' side does not see it
FACTORY_SEES_CASES = frozenset({Role.FACTORY, Role.GROUP})
READ_BY_FACTORIES = (VISITS, VISIT_FINDINGS, PLAN_ITEMS)


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


def current_rows(kind: EvidenceKind) -> QuerySet[Any]:
    """Current versions; a finding with the day of its visit."""
    rows = kind.model._default_manager.all()
    if kind is VISIT_FINDINGS:
        found = rows.filter(visit__isnull=False, withdrawn_at__isnull=True)
        dated: QuerySet[Any] = found.annotate(visited_on=F("visit__visited_on"))
        return dated
    current: QuerySet[Any] = rows.filter(superseded_at__isnull=True)
    return current


def evidence_visible_to(kind: EvidenceKind, user: Viewer) -> QuerySet[Any]:
    """Current records that exist for a user: reviews and learning for staff alone, cases for those few."""
    if kind is CASES:
        return cases_visible_to(user).select_related("factory")
    rows = current_rows(kind).filter(factory__in=visible_to(user)).select_related("factory")
    if kind in READ_BY_FACTORIES or getattr(user, "is_staff", False):
        return rows
    return rows.none()


def key_of_version(kind: EvidenceKind, row_id: object) -> dict[str, Any] | None:
    """What tells the record of a version, present or former, from others; None where there is no such version."""
    rows = kind.model._default_manager.filter(pk=row_id)
    if kind is VISIT_FINDINGS:
        rows = rows.annotate(visited_on=F("visit__visited_on"))
    found: dict[str, Any] | None = rows.values(*kind.key).first()
    return found


def hold(kind: EvidenceKind, key: dict[str, Any]) -> Any:
    """The record of a key as it stands, locked with its factory's others as its command locks them; or None."""
    rows = current_rows(kind).filter(factory_id=key["factory_id"])
    list(rows.select_for_update(of=("self",)).order_by("pk"))
    return current_rows(kind).filter(**key).select_related("factory").first()
