"""What brands commit to: the factory reads all of it, a brand its own and no other's."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import FACTORY_PEOPLE, Role
from buyers.models import BuyerCommitment
from countries.queries.local_time import On
from factories.queries import brands_of, consented_to, factories_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from factories.models import Brand

    Viewer = User | AnonymousUser


def commitments_to(factory_id: int) -> list[BuyerCommitment]:
    """What brands commit to at a factory, what still goes on first, the newest before. One query."""
    rows = BuyerCommitment.objects.filter(factory=factory_id).select_related("brand")
    return sorted(rows.order_by("-made_at", "pk"), key=lambda row: not row.is_live)


def own_commitments(user: User, factory_id: int) -> QuerySet[BuyerCommitment]:
    """Those of the user's brands at a factory, newest first."""
    rows = BuyerCommitment.objects.filter(brand__in=brands_of(user), factory=factory_id)
    return rows.select_related("brand").order_by("-made_at", "pk")


def commitments_visible_to(user: Viewer, on: On) -> QuerySet[BuyerCommitment]:
    """As on pages: a factory's people read all of theirs, a brand its own where reports are shared with it now."""
    role, rows = getattr(user, "role", ""), BuyerCommitment.objects.select_related("brand", "factory")
    if role in FACTORY_PEOPLE:
        return rows.filter(factory__in=factories_of(user))
    if role == Role.BRAND:
        brands = brands_of(user)
        return rows.filter(brand__in=brands, factory__in=consented_to(brands, on))
    return rows.none()


def committing_brands(user: User, factory_id: int, on: On) -> list[Brand]:
    """The user's brands that may commit to something at a factory now. A query a brand, of which there is one."""
    return [
        brand
        for brand in brands_of(user).order_by("name", "pk")
        if consented_to([brand.pk], on).filter(pk=factory_id, is_closed=False).exists()
    ]


def hold_commitment(commitment_id: UUID) -> None:
    """Keep a commitment as it is until the transaction ends."""
    list(BuyerCommitment.objects.select_for_update().filter(pk=commitment_id))
