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
    access_by_brand,
    brands_that_may_ask,
    waiting_requests_by_brand,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from factories.models import AccessRequest, Brand


@dataclass(frozen=True, slots=True)
class BrandAccess:
    """What one brand reads of a factory, and its request that waits."""

    brand: Brand
    access: ReportAccess
    waiting: AccessRequest | None

    @property
    def may_ask(self) -> bool:
        """Whether there is more to ask for: a wider scope, or another end."""
        return not self.access.covers(PLAN) or self.access.until_on is not None


@dataclass(frozen=True, slots=True)
class AskingBrands:
    """A reader's brands that buy from a factory, in order of name: each has an access and a request of its own."""

    lines: Sequence[BrandAccess]

    @property
    def are_several(self) -> bool:
        """Whether each must be named."""
        return len(self.lines) > 1

    def line_of(self, slug: str = "", brand_id: str = "") -> BrandAccess:
        """The line of one brand; where none is named, of one whose request waits, else of one that may ask."""
        named = [line for line in self.lines if slug == line.brand.slug or brand_id == str(line.brand.pk)]
        waiting = [line for line in self.lines if line.waiting]
        return (named or waiting or [line for line in self.lines if line.may_ask] or list(self.lines))[0]


def asking(user: User | AnonymousUser, factory_id: int, on: On) -> AskingBrands | None:
    """What the user's brands read and ask of a factory from which they buy; None for everybody else. Four queries."""
    if not user.is_authenticated or user.role != Role.BRAND:
        return None
    brands = brands_that_may_ask(user, factory_id, on)
    if not brands:
        return None
    brand_ids = [brand.pk for brand in brands]
    access = access_by_brand(brand_ids, on, factory_id)
    waiting = waiting_requests_by_brand(brand_ids, on, factory_id)
    return AskingBrands(
        [BrandAccess(brand, access.get(brand.pk, NO_ACCESS), waiting.get(brand.pk)) for brand in brands]
    )


def watching(user: User | AnonymousUser, factory_id: int, *, offered: bool) -> bool | None:
    """Whether a brand's person watches a factory; None where there is nothing to watch. At most one query.

    `offered`: the factory is recognised, or one of the reader's suppliers.
    """
    if not user.is_authenticated or user.role != Role.BRAND:
        return None
    return is_watched(user.pk, factory_id) or (False if offered else None)
