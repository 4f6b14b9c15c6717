"""Who sets an installation up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def sets_up(user: User | AnonymousUser) -> bool:
    """Whether the set-up exists for the user: administrators."""
    return user.is_authenticated and user.is_active and user.role == Role.ADMIN
