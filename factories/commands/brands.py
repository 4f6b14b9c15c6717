"""Brands: made when a list first names them, found again by normalised name."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.text import slugify

from factories.domain.names import match_text
from factories.models import Brand
from journal.events import BATCH


def brand_key(name: str) -> str:
    """What a brand is found again by."""
    return match_text(name)[:120]


def _apply_brands(names: Collection[str], *, write: bool = True) -> dict[str, Brand]:
    """Brands by key, made where missing. Two statements at most, besides the batches of new ones."""
    known = {brand.match_name: brand for brand in Brand.objects.all()}
    slugs = {brand.slug for brand in known.values()}
    new: dict[str, Brand] = {}
    for name in sorted(names):
        key = brand_key(name)
        if key not in known and key not in new:
            new[key] = Brand(name=name, match_name=key, slug=_free_slug(name, slugs))
    if write:
        Brand.objects.bulk_create(new.values(), batch_size=BATCH)
    return known | new


def _free_slug(name: str, taken: set[str]) -> str:
    stem = slugify(name)[:70] or "brand"
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    taken.add(slug)
    return slug
