"""Who may see and keep accounts: administrators all of them, country managers and the global team invite too."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import MailChoice, Role, User

if TYPE_CHECKING:
    Viewer = User | AnonymousUser

# whom each role may invite: nobody hands out more than they have
MAY_INVITE: dict[str, frozenset[str]] = {
    Role.ADMIN: frozenset(Role.values),
    Role.GLOBAL: frozenset(
        {Role.ADVISER, Role.REVIEWER, Role.MANAGER, Role.BRAND, Role.INSPECTOR, Role.GROUP}
    ),
}


def keeps_accounts(user: Viewer) -> bool:
    """Whether the list of people exists for this user."""
    return getattr(user, "role", "") in MAY_INVITE


def people_visible_to(user: Viewer) -> QuerySet[User]:
    """The accounts that exist for this user."""
    if not keeps_accounts(user):
        return User.objects.none()
    return User.objects.filter(role__in=MAY_INVITE[getattr(user, "role", "")])


def active_people(roles: Collection[str]) -> QuerySet[User]:
    """Everybody of these roles who may sign in; for telling them, never for a page."""
    return User.objects.filter(role__in=list(roles), is_active=True)


def roles_to_give(user: Viewer) -> list[tuple[str, str]]:
    """(role, label) pairs that this user may invite, in the order of the roles."""
    allowed = MAY_INVITE.get(getattr(user, "role", ""), frozenset())
    return [(value, str(label)) for value, label in Role.choices if value in allowed]


def mail_choice_of(user: User) -> str:
    """How somebody wants news by e-mail: a summary once a day unless they chose otherwise. One query."""
    chosen = MailChoice.objects.filter(pk=user.pk).values_list("way", flat=True).first()
    return chosen or MailChoice.Way.DAILY
