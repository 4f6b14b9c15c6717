"""Two records of one factory, full of everything, and a dump of every table to compare."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.core import serializers

from factories.models import DuplicatePair, Factory
from files.domain.names import match_name, match_text
from tests import make

JOURNAL = {
    "journal.Event", "journal.ChainHead", "journal.Delivery", "journal.Seal", "journal.SealedHead",
    "journal.RowDigests", "journal.Job",
}  # fmt: skip
REBUILT = {"portal.Listing", "portal.FormerListing", "portal.SupplierProgress", "portal.SupplierReport",
           "portal.PriorityEntry", "portal.ProjectionVersion", "portal.PublicAssessment"}  # fmt: skip
LATER = make.NOW + timedelta(hours=1)


def dump(*, without: tuple[str, ...] = ()) -> dict[str, list[Any]]:
    """Every row of every table but the journal, copies for readers and the merges' own record."""
    left_out = {*JOURNAL, *REBUILT, "duplicates.FactoryMerge", "sessions.Session", *without}
    return {
        model._meta.label: serializers.serialize("python", model._base_manager.order_by("pk"))
        for model in apps.get_models()
        if model._meta.label not in left_out
    }


def pair_of(one: Factory, other: Factory) -> DuplicatePair:
    """An open pair of two factories."""
    first, second = sorted((one, other), key=lambda factory: factory.pk)
    return DuplicatePair.objects.create(
        first=first, second=second, because="alike", score=80, found_at=make.NOW
    )


def twins() -> tuple[Factory, Factory]:
    """Two records of one factory in Cambodia."""
    one = make.factory(name="Lotus Garment", address="12 Mill Road, Phnom Penh")
    other = make.factory(
        name="Lotus Garments Co", address="No. 12, Mill Rd, Phnom Penh", workers=500, women_workers=400
    )
    for each in (one, other):
        each.match_name, each.match_address = match_name(each.name), match_text(each.address)
        each.save(update_fields=["match_name", "match_address"])
    return one, other


def days(number: int) -> date:
    """A day of spring 2018."""
    return date(2018, 3, 1) + timedelta(days=number)
