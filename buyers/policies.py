"""A brand commits to something where it buys and reads reports now; it alone reports back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import Role
from buyers.queries.commitments import committing_brands
from countries.queries.local_time import LocalDays
from journal.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Brand


class NotYourCommitment(Refused):
    """A person who does not speak for the brand, or a factory that does not share its reports with it now."""


def check_may_commit(actor: User, *, brand_id: int, factory_id: int, days: LocalDays) -> Brand:
    """The brand for which the actor commits.

    Raises:
        NotYourCommitment.
    """
    own = committing_brands(actor, factory_id, days) if actor.role == Role.BRAND else []
    brand = next((brand for brand in own if brand.pk == brand_id), None)
    if brand is None:
        raise NotYourCommitment(
            _("A brand commits to something at suppliers that share their reports with it.")
        )
    return brand
