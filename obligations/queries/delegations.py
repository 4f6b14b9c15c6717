"""Who stands in for whom today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from accounts.models import COUNTRY_STAFF, Role, User
from countries.queries.local_time import programme_day
from factories.queries import countries_of
from factories.queries.memberships.staff import works_in_any
from obligations.models import Delegation

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


def delegations_to(user: User, now: datetime) -> QuerySet[Delegation]:
    """Delegations by which a user stands in at a moment: of people who are still there, in the same role."""
    today = programme_day(now)
    return Delegation.objects.filter(
        colleague=user.pk, ended_at__isnull=True, from_on__lte=today, until_on__gte=today,
        person__is_active=True, person__role=F("colleague__role"),
    )  # fmt: skip


def people_served_by(user: User, now: datetime) -> QuerySet[User, int]:
    """Ids of the user and of everybody for whom they stand in, as a subquery."""
    absent = delegations_to(user, now).values("person")
    return User.objects.filter(Q(pk=user.pk) | Q(pk__in=absent)).values_list("pk", flat=True)


def delegation_of(user: User, now: datetime) -> Delegation | None:
    """A person's own delegation that is in force or to come. One query."""
    rows = Delegation.objects.filter(person=user.pk, ended_at__isnull=True, until_on__gte=programme_day(now))
    return rows.select_related("colleague").first()


def possible_colleagues(user: User) -> QuerySet[User]:
    """Who can stand in for a person: active, of the same role, and working in one of the same countries."""
    rows = User.objects.filter(role=user.role, is_active=True).exclude(pk=user.pk)
    if user.role in COUNTRY_STAFF:
        rows = rows.filter(works_in_any(countries_of(user)))
    elif user.role != Role.GLOBAL:
        rows = rows.none()
    return rows.order_by("name", "pk")
