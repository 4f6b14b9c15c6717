"""Who keeps a brand's webhooks: its own administrators; all its people where it has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Role, User
from factories.queries.memberships.reach import brands_managed_by
from journal.refusals import Refused
from webhooks.models import WebhookEndpoint

if TYPE_CHECKING:
    from factories.models import Brand

    Viewer = User | AnonymousUser


class NotYourWebhook(Refused):
    """The actor does not keep the brand's webhooks."""


def reads_changes(user: Viewer) -> bool:
    """Whether webhooks and changes exist for this user's role."""
    return isinstance(user, User) and user.is_active and user.role == Role.BRAND


def keeps_webhooks(user: Viewer) -> bool:
    """Whether the page of webhooks exists for this user. At most one query."""
    return isinstance(user, User) and reads_changes(user) and brands_managed_by(user).exists()


def endpoints_of(user: Viewer) -> QuerySet[WebhookEndpoint]:
    """The webhooks that a user keeps."""
    if not isinstance(user, User) or not reads_changes(user):
        return WebhookEndpoint.objects.none()
    return WebhookEndpoint.objects.filter(brand__in=brands_managed_by(user))


def managed_brands(user: User) -> QuerySet[Brand]:
    """The brands whose webhooks a user keeps, in order of name."""
    return brands_managed_by(user).order_by("name", "pk")


def check_keeps(actor: User, brand_id: int) -> None:
    """The actor keeps the webhooks of a brand.

    Raises:
        NotYourWebhook.
    """
    if not (reads_changes(actor) and brands_managed_by(actor).filter(pk=brand_id).exists()):
        raise NotYourWebhook(_("You can't change the webhooks of this brand."))
