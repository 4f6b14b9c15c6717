"""Forums and invitations as far as they exist for whoever asks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.models import FACTORY_PEOPLE, STAFF, Role
from benefits.models import Forum, ForumCountry, Invitation
from factories.queries import brands_of, countries_of, factories_of, visible_to

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Viewer = User | AnonymousUser

MANY = 200
State = Invitation.State


@dataclass(frozen=True, slots=True)
class GuestCounts:
    """Guests of a forum as far as a person may see them, and people."""

    invited: int = 0
    registered: int = 0
    people: int = 0
    attended: int = 0


def forums_visible_to(user: Viewer) -> QuerySet[Forum]:
    """Forums that exist for a user: staff those for their countries, guests those to which they are invited."""
    role = getattr(user, "role", "")
    if not user.is_authenticated or not user.is_active:
        return Forum.objects.none()
    if role in STAFF:
        there = ForumCountry.objects.filter(forum=OuterRef("pk"), country__in=countries_of(user))
        return Forum.objects.filter(Exists(there))
    invitations = own_invitations(user).filter(forum=OuterRef("pk"))
    return Forum.objects.filter(Exists(invitations))


def own_invitations(user: Viewer) -> QuerySet[Invitation]:
    """Invitations of a factory's own people or of a brand; one that was withdrawn is gone."""
    role = getattr(user, "role", "")
    rows = Invitation.objects.exclude(state=State.WITHDRAWN)
    if role in FACTORY_PEOPLE:
        return rows.filter(factory__in=factories_of(user))
    if role == Role.BRAND:
        return rows.filter(brand__in=brands_of(user))
    return rows.none()


def invited_brands(guests: Collection[str]) -> dict[str, tuple[int, str]]:
    """Id and name of the brand behind each of these invitations, if one is, by the invitation's id. One query."""
    rows = Invitation.objects.filter(pk__in=[guest for guest in guests if guest], brand__isnull=False)
    return {str(pk): (brand, name) for pk, brand, name in rows.values_list("pk", "brand_id", "brand__name")}


def invitations_visible_to(user: Viewer) -> QuerySet[Invitation]:
    """Invitations that exist for a user: staff see the factories of their countries, and all brands of their forums."""
    if getattr(user, "role", "") not in STAFF:
        return own_invitations(user)
    return Invitation.objects.filter(
        Q(factory__in=visible_to(user)) | Q(brand__isnull=False, forum__in=forums_visible_to(user))
    )


def guests_of(user: Viewer, forum_id: UUID) -> list[Invitation]:
    """Guests of one forum with their names, factories by name and then brands. One query."""
    rows = invitations_visible_to(user).filter(forum=forum_id).select_related("factory__country", "brand")
    return list(rows.order_by("brand__name", "factory__name", "pk"))


def tallies(user: Viewer, forum_ids: Collection[UUID]) -> dict[UUID, GuestCounts]:
    """How many guests of each forum the user can see. One query."""
    live = ~Q(state=State.WITHDRAWN)
    registered = Q(state=State.REGISTERED)
    rows = (
        invitations_visible_to(user)
        .filter(forum__in=list(forum_ids)[:MANY])
        .values("forum")
        .annotate(
            invited=Count("pk", filter=live),
            registered=Count("pk", filter=registered),
            coming=Coalesce(Sum("people", filter=registered), 0),
            came=Coalesce(Sum("attended"), 0),
        )
        .order_by()
    )
    return {
        row["forum"]: GuestCounts(row["invited"], row["registered"], row["coming"], row["came"])
        for row in rows
    }


def people_registered(forum_id: UUID, *, without: UUID | None = None) -> int:
    """People registered for a forum, of all guests: for the room that is left. One query."""
    rows = Invitation.objects.filter(forum=forum_id, state=State.REGISTERED)
    if without is not None:
        rows = rows.exclude(pk=without)
    return int(rows.aggregate(people=Coalesce(Sum("people"), 0))["people"])


def calendar_forums(user: Viewer) -> QuerySet[Forum]:
    """What stands in a person's calendar: what they may see and did not decline."""
    rows = forums_visible_to(user)
    if getattr(user, "role", "") not in STAFF:
        invitations = own_invitations(user).exclude(state=State.DECLINED).filter(forum=OuterRef("pk"))
        rows = rows.filter(Exists(invitations))
    return rows.order_by("starts_at", "pk")
