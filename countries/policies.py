"""Who may read and keep the settings of countries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import Role
from countries.models import Country

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User

    Viewer = User | AnonymousUser

COUNTRY_KEEPERS = frozenset({Role.ADMIN, Role.GLOBAL})
COUNTRY_READERS = COUNTRY_KEEPERS | {Role.MANAGER}


def keeps_countries(user: Viewer) -> bool:
    """Whether the user records countries' settings."""
    return user.is_authenticated and user.is_active and user.role in COUNTRY_KEEPERS


def reads_countries(user: Viewer) -> bool:
    """Whether the pages of countries exist for the user."""
    return user.is_authenticated and user.role in COUNTRY_READERS


def countries_to_read(user: Viewer) -> QuerySet[Country]:
    """Countries whose settings the user reads: a country manager's own; all of them for whoever keeps them."""
    if keeps_countries(user):
        return Country.objects.all()
    if not reads_countries(user):
        return Country.objects.none()
    found: QuerySet[Country] = import_string(settings.COUNTRIES_OF)(user)
    return found
