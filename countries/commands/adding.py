"""Countries of the world, written when a first factory stands in them."""

from __future__ import annotations

from collections.abc import Collection

from countries.domain.countries import name_of
from countries.models import Country


def apply_countries(codes: Collection[str]) -> None:
    """Write the countries among these that are not known yet. One statement."""
    Country.objects.bulk_create(
        [Country(code=code, name=name_of(code)) for code in sorted(codes)], ignore_conflicts=True
    )
