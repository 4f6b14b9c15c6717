"""Who decides on the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Viewer = User | AnonymousUser

DECIDERS_ON_DUPLICATES = frozenset({Role.MANAGER, Role.GLOBAL})


def decides_duplicates(user: Viewer) -> bool:
    """Whether the user's role decides if two records are one factory; in which countries is for the caller to check."""
    return getattr(user, "role", "") in DECIDERS_ON_DUPLICATES
