"""Brands: added, renamed and merged; lists find them by any name they ever had."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from factories.commands.changes import check_reason
from factories.domain.periods import union
from factories.domain.scopes import narrowest
from factories.models import AccessRequest, Brand, Consent, FormerBrandName, Membership, Sourcing
from factories.policies.registry import check_may_keep_brand_names, check_may_keep_somewhere
from files.domain.names import match_text
from journal.commands import Unchanged, command
from journal.events import BATCH, Happening, record, record_many
from journal.refusals import Refused


class BrandKnown(Refused):
    """Another brand has this name, or had it."""

    field = "name"


class BrandChanged(Refused):
    """A person renamed or merged the brand meanwhile."""


class NoOtherBrand(Refused):
    """A brand is merged into another one that stands."""

    field = "into"


def brand_key(name: str) -> str:
    """What a brand is found again by."""
    return match_text(name)[:120]


@command
def add_brand(*, name: str, actor: User | None, now: datetime) -> Brand | Unchanged:
    """A brand that no list has named yet; one that is known by the name, or was, is returned unchanged.

    Raises:
        BrandKnown: the name was merged into or renamed to another; NotYourRegistry.
    """
    check_may_keep_somewhere(actor)
    every = _by_key()
    known = every.get(brand_key(name))
    if known is not None and known.match_name != brand_key(name):
        raise BrandKnown(
            _("%(name)s is now called %(new)s; choose that one.") % {"name": name, "new": known.name}
        )
    if known is not None:
        return Unchanged(known)
    # by what was read above: whoever added it since is met at the insert, and this command begun again
    made = apply_brands({name}, known=every)[brand_key(name)]
    record("brand.added", subject=f"brand:{made.slug}", actor=actor, at=now, data={"brand": made.name})
    return made


@command
def rename_brand(
    brand_id: int, *, name: str, reason: str, seen: str | None = None, actor: User | None, now: datetime
) -> Brand | Unchanged:
    """The brand has another name; lists that use the former one find it still. Its address stays.

    `seen` is the name on the page from which this was asked.

    Raises:
        BrandKnown, BrandChanged, NotYourRegistry, ReasonMissing.
    """
    check_may_keep_brand_names(actor)
    brand = Brand.objects.select_for_update().get(pk=brand_id)
    if brand.name == name:
        return Unchanged(brand)
    check_reason(actor, reason)
    _check_unchanged(brand, seen)
    holder = _by_key().get(brand_key(name))
    if holder is not None and holder.pk != brand.pk:
        raise BrandKnown(
            _("%(name)s is another brand; merge the two if they are one.") % {"name": holder.name}
        )
    old = brand.name
    if brand.match_name != brand_key(name):
        FormerBrandName.objects.filter(brand=brand, match_name=brand_key(name)).delete()  # its name again
        FormerBrandName.objects.get_or_create(
            match_name=brand.match_name, defaults={"brand": brand, "name": old, "recorded_at": now}
        )
    brand.name, brand.match_name = name, brand_key(name)
    brand.save(update_fields=["name", "match_name"])
    data = {"old": old, "new": name, "reason": reason}
    record("brand.renamed", subject=f"brand:{brand.slug}", actor=actor, at=now, data=data)
    return brand


@command
def merge_brands(
    brand_id: int, *, into_id: int, reason: str, seen: str | None = None, actor: User | None, now: datetime
) -> Brand | Unchanged:
    """Two entries are one brand: links, consents and people of the first become the second's; its name finds it still.

    Links that overlap become one link over all their days, and so do consents, in the narrowest of their scopes; what
    was withdrawn stays so. What is joined stands in the journal of each factory with its days.

    Raises:
        NoOtherBrand, BrandChanged, NotYourRegistry, ReasonMissing.
    """
    check_may_keep_brand_names(actor)
    rows = {
        row.pk: row for row in Brand.objects.select_for_update().filter(pk__in=sorted({brand_id, into_id}))
    }
    brand, into = rows[brand_id], rows.get(into_id)
    if brand.merged_into_id == into_id:
        return Unchanged(into)
    check_reason(actor, reason)
    if into is None or into.pk == brand.pk or into.merged_into_id is not None:
        raise NoOtherBrand(_("Choose another brand of the list."))
    _check_unchanged(brand, seen)
    happened = _apply_union(Sourcing, brand, into) + _apply_union(Consent, brand, into)
    _apply_requests(brand, into, actor=actor, now=now)
    _apply_members(brand, into)
    FormerBrandName.objects.filter(brand=brand).update(brand=into)
    Brand.objects.filter(merged_into=brand).update(merged_into=into)
    brand.merged_into = into
    brand.save(update_fields=["merged_into"])
    data = {"brand": brand.name, "into": into.name, "reason": reason}
    for slug in (brand.slug, into.slug):
        record("brand.merged", subject=f"brand:{slug}", actor=actor, at=now, data=data)
    record_many([_with(happening, data) for happening in happened], actor=actor, at=now)
    return into


def _with(happening: Happening, data: dict[str, str]) -> Happening:
    return Happening(happening.kind, happening.subject, happening.factory_id, {**data, **happening.data})


def _check_unchanged(brand: Brand, seen: str | None) -> None:
    if brand.merged_into_id is not None or (seen is not None and seen != brand.name):
        raise BrandChanged(
            _("Another person has changed this brand since; it is %(name)s now.") % {"name": brand.name}
        )


def _apply_union(model: type[Sourcing] | type[Consent], brand: Brand, into: Brand) -> list[Happening]:
    """Move a brand's links to another; of each factory, overlapping ones become one."""
    counted: QuerySet[Any] = model._default_manager.all()
    if model is Consent:  # a withdrawn one is in force on no day: it joins no other
        Consent.objects.filter(brand=brand, ended_at__isnull=False).update(brand=into)
        counted = Consent.objects.filter(ended_at__isnull=True)
    moved = list(counted.filter(brand=brand).values_list("factory_id", flat=True).distinct())
    links: dict[int, list[Any]] = {}
    rows = counted.filter(brand__in=[brand, into], factory__in=moved).select_related("factory")
    for link in rows.order_by("from_on", "pk"):
        links.setdefault(link.factory_id, []).append(link)
    happened = []
    for group in links.values():
        happened.append(_rewritten(group))
        _apply_periods(model, group, into)
    return happened


def _rewritten(links: list[Any]) -> Happening:
    what = "sourcing" if isinstance(links[0], Sourcing) else "consent"
    days = [f"{link.brand_id} {link.from_on} {link.until_on or ''}".strip() for link in links]
    factory = links[0].factory
    return Happening("brand.merged", f"factory:{factory.code}", factory.pk, {"what": what, "old": days})


def _apply_periods(model: type[Sourcing] | type[Consent], links: list[Any], into: Brand) -> None:
    """The links' days, as one brand's: the earliest link of each period stays, the others go."""
    periods = union((link.from_on, link.until_on) for link in links)
    continuing = [next(link for link in links if link.from_on == start) for start, _end in periods]
    model._default_manager.filter(
        pk__in={link.pk for link in links} - {link.pk for link in continuing}
    ).delete()
    for link, (start, end) in zip(continuing, periods, strict=True):
        columns = ["brand", "until_on"]
        if isinstance(link, Consent):
            joined = [
                other for other in links if other.from_on >= start and (end is None or other.from_on <= end)
            ]
            link.scope, columns = narrowest([other.scope for other in joined]), [*columns, "scope"]
        link.brand, link.until_on = into, end
        link.save(update_fields=columns)


def _apply_requests(brand: Brand, into: Brand, *, actor: User | None, now: datetime) -> None:
    """Requests of the first become the second's; where both wait at one factory, the second's stands."""
    waiting = AccessRequest.objects.filter(state=AccessRequest.State.PENDING)
    both = waiting.filter(brand=into).values("factory_id")
    closed = waiting.filter(brand=brand, factory__in=list(both.values_list("factory_id", flat=True)))
    closed.update(state=AccessRequest.State.WITHDRAWN, closed_at=now, closed_by=actor)
    AccessRequest.objects.filter(brand=brand).update(brand=into)


def _apply_members(brand: Brand, into: Brand) -> None:
    """People of the first belong to the second; who belongs to both stays once."""
    both = Membership.objects.filter(brand=into).values("user_id")
    Membership.objects.filter(brand=brand, user_id__in=list(both.values_list("user_id", flat=True))).delete()
    Membership.objects.filter(brand=brand).update(brand=into)


def _by_key() -> dict[str, Brand]:
    """Brands that stand, by every name they have, had, or took over. Two queries."""
    rows = {brand.pk: brand for brand in Brand.objects.all()}
    found = {brand.match_name: _locked_brand(brand, rows) for brand in rows.values()}
    for key, brand_id in FormerBrandName.objects.values_list("match_name", "brand_id"):
        found.setdefault(key, _locked_brand(rows[brand_id], rows))
    return found


def brand_ids_by_key() -> dict[str, int]:
    """Ids of the brands that stand, by every name they have, had, or took over. Two queries."""
    return {key: brand.pk for key, brand in _by_key().items()}


def _locked_brand(brand: Brand, rows: dict[int, Brand]) -> Brand:
    return brand if brand.merged_into_id is None else rows[brand.merged_into_id]


def apply_brands(
    names: Collection[str], *, write: bool = True, known: dict[str, Brand] | None = None
) -> dict[str, Brand]:
    """Brands by key, made where missing. Three statements at most, besides the batches of new ones."""
    known = _by_key() if known is None else known
    slugs = set(_slugs())
    new: dict[str, Brand] = {}
    for name in sorted(names):
        key = brand_key(name)
        if key not in known and key not in new:
            new[key] = Brand(name=name, match_name=key, slug=_free_slug(name, slugs))
    if write:
        Brand.objects.bulk_create(new.values(), batch_size=BATCH)
    return known | new


def _slugs() -> Iterable[str]:
    return Brand.objects.values_list("slug", flat=True)


def _free_slug(name: str, taken: set[str]) -> str:
    stem = slugify(name)[:70] or "brand"
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    taken.add(slug)
    return slug
