"""The programme's people in a country."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from accounts.models import Role, User
from factories.models import Membership

if TYPE_CHECKING:
    from django.db.models import QuerySet


def staff_of(country: str, roles: Collection[str]) -> QuerySet[User]:
    """Active accounts of these roles that work in a country (the global team works in all), in order of name."""
    there = Membership.objects.filter(user=OuterRef("pk"), country=country)
    chosen = User.objects.filter(Q(Exists(there)) | Q(role=Role.GLOBAL), role__in=list(roles), is_active=True)
    return chosen.order_by("name", "pk")
