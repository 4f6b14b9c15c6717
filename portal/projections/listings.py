"""Recognised factories as the world sees them: there while the recognition is public, gone with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from factories.queries import registered
from factories.queries.search import former_match_names
from files.domain.names import match_name
from portal.models import FormerListing, Listing
from portal.projections.versions import locked_for_removal, rebuilding, slices
from recognition.queries import PublishedRow, no_longer_public, once_published, published

if TYPE_CHECKING:
    from factories.models import Factory

WRITTEN = tuple(
    field.name for field in Listing._meta.concrete_fields if not field.primary_key
)  # everything but the permanent id

LONGEST_SEARCH = 1000  # characters of all names together


def refresh_listings(factory_ids: Collection[int] | None = None) -> int:
    """Rebuild the listings of some factories (all when None). Returns how many are public.

    A closed factory is not listed, whatever its recognition says.
    """
    if factory_ids is None:
        listed = set(Listing.objects.values_list("factory_id", flat=True))
        factory_ids = {row.factory_id for row in published()} | listed
        _keep_as_former(once_published(), no_longer_public())
    return sum(_refresh(part) for part in slices(factory_ids))


def withdraw_listings(factory_ids: Collection[int]) -> None:
    """Take factories from every window, inside the transaction that decided so."""
    for part in slices(factory_ids):
        locked_for_removal(part)
        gone = Listing.objects.filter(factory_id__in=part)
        _keep_as_former(list(gone.values_list("pk", flat=True)), no_longer_public(part))
        gone.delete()


def _refresh(factory_ids: Sequence[int]) -> int:
    with rebuilding(factory_ids):
        factories = {
            factory.pk: factory
            for factory in registered().filter(pk__in=factory_ids).select_related("country")
        }
        former = former_match_names(factories)
        public = [row for row in published(factory_ids) if row.factory_id in factories]
        Listing.objects.filter(factory_id__in=factory_ids).exclude(pk__in=[row.id for row in public]).delete()
        Listing.objects.bulk_create(
            [_listing(row, factories[row.factory_id], former.get(row.factory_id, ())) for row in public],
            update_conflicts=True,
            unique_fields=["recognition_id"],
            update_fields=WRITTEN,
        )
        _keep_as_former(once_published(factory_ids), no_longer_public(factory_ids))
    return len(public)


def _keep_as_former(recognition_ids: Sequence[UUID], ended: Mapping[UUID, date]) -> None:
    FormerListing.objects.bulk_create(
        [FormerListing(pk=pk, ended_on=ended.get(pk)) for pk in recognition_ids],
        update_conflicts=True,
        unique_fields=["recognition_id"],
        update_fields=["ended_on"],
    )


def _listing(row: PublishedRow, factory: Factory, former: Sequence[str]) -> Listing:
    return Listing(
        recognition_id=row.id,
        factory=factory,
        code=factory.code,
        name=factory.name,
        search_name=" | ".join([match_name(factory.name), *former])[:LONGEST_SEARCH],
        country=factory.country_id,
        country_name=factory.country.name,
        address=factory.address,
        latitude=factory.latitude,
        longitude=factory.longitude,
        workers=factory.workers,
        women_workers=factory.women_workers,
        products=factory.products,
        recognised_on=row.recognised_on,
        expires_on=row.expires_on,
        criteria=row.criteria,
        strengths=row.strengths,
        fictional=factory.fictional,
    )
