"""What a brand may ask of a factory: access to its reports, where it buys from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.models import Role
from buyers.queries.own import is_watched
from countries.queries.local_time import On
from factories.domain.scopes import PLAN
from factories.queries.report_access import (
    NO_ACCESS,
    ReportAccess,
    access_of,
    brands_that_may_ask,
    waiting_requests_of,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from factories.models import AccessRequest, Brand


@dataclass(frozen=True, slots=True)
class AskingBrand:
    """A reader's brands that buy from a factory, what they read of it, and their request that waits."""

    brands: Sequence[Brand]
    access: ReportAccess
    waiting: AccessRequest | None

    @property
    def could_read_more(self) -> bool:
        """Whether the factory shares less than everything."""
        return not self.access.covers(PLAN)


def asking(user: User | AnonymousUser, factory_id: int, on: On) -> AskingBrand | None:
    """What the user's brand reads and asks of a factory from which it buys; None for everybody else. Four queries."""
    if not user.is_authenticated or user.role != Role.BRAND:
        return None
    brands = brands_that_may_ask(user, factory_id, on)
    if not brands:
        return None
    access = access_of([brand.pk for brand in brands], on, [factory_id]).get(factory_id, NO_ACCESS)
    return AskingBrand(brands, access, waiting_requests_of(user, on, [factory_id]).get(factory_id))


def watching(user: User | AnonymousUser, factory_id: int, *, offered: bool) -> bool | None:
    """Whether a brand's person watches a factory; None where there is nothing to watch. At most one query.

    `offered`: the factory is recognised, or one of the reader's suppliers.
    """
    if not user.is_authenticated or user.role != Role.BRAND:
        return None
    return is_watched(user.pk, factory_id) or (False if offered else None)
