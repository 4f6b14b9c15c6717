"""The one conversation of all brands about a factory's plan, as each reader sees it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from buyers.models import PlanComment
from countries.queries.local_time import LocalDays, On
from factories.domain.scopes import PLAN
from factories.queries import brands_of, factories_of
from factories.queries.report_access import access_by_brand, brand_reads

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Brand


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment as one reader reads it. `brand`: the name; "" where it is not for the reader, or nobody's."""

    id: UUID
    ref: str
    side: str
    brand: str
    is_own: bool
    is_signed: bool
    text: str
    written_at: datetime


def plan_brands(user: User, factory_id: int, on: On) -> list[Brand]:
    """The user's brands that may read a factory's plan now. Two queries."""
    brands = {brand.pk: brand for brand in brands_of(user).order_by("name", "pk")}
    access = access_by_brand(list(brands), on, factory_id) if brands else {}
    return [brand for pk, brand in brands.items() if pk in access and access[pk].covers(PLAN)]


def comments_for_brand(factory_id: int, own: Collection[int], on: On) -> list[ShownComment]:
    """What a brand reads: its own comments, those of brands that may read the plan now, and every answer. Two queries.

    The name of another brand only where it signed.
    """
    rows = list(_rows(factory_id))
    others = {row.brand_id for row in rows if row.brand_id is not None} - set(own)
    access = access_by_brand(sorted(others), on, factory_id) if others else {}
    readers = {pk for pk in others if pk in access and access[pk].covers(PLAN)}
    return [
        _shown(row, is_own=row.brand_id in own, named=row.brand_id in own or row.is_signed)
        for row in rows
        if row.brand_id is None or row.brand_id in own or row.brand_id in readers
    ]


def comments_for_factory(factory_id: int) -> list[ShownComment]:
    """What the factory and the programme read: every comment, with the brand's name. One query."""
    return [_shown(row, is_own=False, named=True) for row in _rows(factory_id)]


def comments_to_answer(user: User, days: LocalDays) -> QuerySet[PlanComment]:
    """Comments of brands that may read the plan now, without a later answer, for who speaks for the factory."""
    answers = PlanComment.objects.filter(
        factory=OuterRef("factory"),
        ref=OuterRef("ref"),
        brand__isnull=True,
        written_at__gte=OuterRef("written_at"),
    )
    # a brand that no longer reads the plan waits for nothing
    rows = PlanComment.objects.filter(~Exists(answers), brand__isnull=False, factory__in=factories_of(user))
    return rows.filter(brand_reads(PLAN, days), factory__is_closed=False)


def factory_of_comment(comment_id: str) -> str | None:
    """The code of the factory whose plan a comment is on. One query."""
    return PlanComment.objects.filter(pk=comment_id).values_list("factory__code", flat=True).first()


def _rows(factory_id: int) -> QuerySet[PlanComment]:
    return PlanComment.objects.filter(factory=factory_id).select_related("brand").order_by("written_at", "pk")


def _shown(row: PlanComment, *, is_own: bool, named: bool) -> ShownComment:
    return ShownComment(
        id=row.pk,
        ref=row.ref,
        side=row.side,
        brand=row.brand.name if row.brand is not None and named else "",
        is_own=is_own,
        is_signed=row.is_signed,
        text=row.text,
        written_at=row.written_at,
    )
