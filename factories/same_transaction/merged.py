"""Records that were merged away take nothing new: factories (named in `settings.BEFORE_RECORDING`) and brands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.db import connection
from django.utils.translation import gettext as _

from factories.models import Brand, Factory
from journal.refusals import Refused

if TYPE_CHECKING:
    from journal.events import Happening

_MANY = 500
_HELD = """
WITH held AS MATERIALIZED (
    SELECT code, merged_into_id FROM factories_factory WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE
)
SELECT held.code, kept.code FROM held JOIN factories_factory kept ON kept.id = held.merged_into_id
"""
_OF_MERGING = ("factory.merged", "factory.merged_away", "factory.split", "factory.split_off")


class MergedAway(Refused):
    """The factory became part of another meanwhile; what is entered belongs there."""


def refuse_merged(happenings: Sequence[Happening]) -> None:
    """Let nothing be recorded of a factory that was merged into another.

    Rows are written before their event is: a row that came too late for the merge goes back with its command.

    Raises:
        MergedAway: with the code of the factory that stayed.
    """
    concerned = {
        happening.factory_id
        for happening in happenings
        if happening.factory_id is not None and happening.kind not in _OF_MERGING
    }
    if concerned:
        for code, successor in _merged_among(sorted(concerned)):
            raise MergedAway(
                _("%(code)s became part of %(kept)s; enter it there.") % {"code": code, "kept": successor}
            )


def _merged_among(factory_ids: list[int]) -> list[tuple[str, str]]:
    """Codes of the records among these that were merged, and of what they became part of. One statement.

    The rows are held against a merge until the command ends: PostgreSQL checks references only then, so without this
    a merge could pass between the writing of a row and its event. SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_HELD, [factory_ids])
            return list(cursor.fetchall())
    merged = Factory.every.filter(merged_into__isnull=False)
    if len(factory_ids) <= _MANY:
        merged = merged.filter(pk__in=factory_ids)
    concerned = set(factory_ids)
    rows = merged.values_list("pk", "code", "merged_into__code")
    return [(code, successor) for pk, code, successor in rows if pk in concerned]


def merged_brands(happenings: Sequence[Happening]) -> list[Brand]:
    """The brands that `brand.merged` events tell of as merged into another. One query."""
    slugs = [happening.subject.removeprefix("brand:") for happening in happenings]
    return list(Brand.objects.filter(slug__in=slugs, merged_into__isnull=False).order_by("pk"))


class BrandMergedAway(Refused):
    """The brand became part of another meanwhile."""

    field = "brand"


def hold_brands(brand_ids: Collection[int]) -> None:
    """Hold brands against a merge until the command ends; whoever writes a row that names a brand calls it first.

    Without it a row could be written for a brand whose rows a merge has just moved: nobody would find it again. One
    statement for 500 brands.

    Raises:
        BrandMergedAway: one of them was merged into another, which the message names.
    """
    ids = sorted(set(brand_ids))
    for start in range(0, len(ids), _MANY):
        rows = Brand.objects.select_for_update(no_key=True).filter(pk__in=ids[start : start + _MANY])
        for name, merged_into in list(rows.order_by("pk").values_list("name", "merged_into")):
            if merged_into is not None:
                words = {"brand": name, "kept": Brand.objects.get(pk=merged_into).name}
                raise BrandMergedAway(_("%(brand)s became part of %(kept)s; choose that one.") % words)
