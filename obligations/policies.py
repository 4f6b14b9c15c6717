"""Who may name a colleague for the time of an absence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import STAFF
from obligations.queries.registry import ROLES

if TYPE_CHECKING:
    from accounts.models import User


def delegates(user: User) -> bool:
    """Has colleagues of the same role in the same countries: the programme's staff."""
    return user.role in STAFF


def has_obligations(user: User) -> bool:
    """Is of a role that anything can wait for."""
    return user.role in ROLES
