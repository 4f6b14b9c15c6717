"""Rebuilding one after the other: a lock for each factory, and the number of the journal that a copy was made from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction

from journal.queries import latest_event_id
from portal.models import ProjectionVersion

SLICE = 5000
"""Factories rebuilt in one transaction."""

PROGRAMME = 0
"""Stands in the place of a factory's id for what is rebuilt as a whole."""


class ReadBehind(Exception):
    """A newer rebuild came first (this one read an older state): nothing was written, and it is tried again."""


def slices(factory_ids: Collection[int]) -> Iterator[Sequence[int]]:
    """The ids in order, a transaction's worth at a time."""
    ordered = sorted(set(factory_ids))
    for start in range(0, len(ordered), SLICE):
        yield ordered[start : start + SLICE]


@contextmanager
def rebuilding(factory_ids: Sequence[int]) -> Iterator[None]:
    """One transaction in which nobody else rebuilds these factories: lock, read, write, go on.

    Reads inside come after the lock, so of two rebuilds the later one also reads the later state.

    Raises:
        ReadBehind: what was read is older than what stands there.
    """
    with transaction.atomic():
        versions = _locked(factory_ids)
        latest = latest_event_id()
        if any(version > latest for version in versions.values()):
            raise ReadBehind
        yield
        _raise_to(latest, factory_ids)


def locked_for_removal(factory_ids: Sequence[int]) -> None:
    """Lock the factories until the transaction ends; rebuilds that read earlier fail with `ReadBehind`."""
    _locked(factory_ids)
    _raise_to(latest_event_id() + 1, factory_ids)  # the event of the removal is stored at its command's end


def _locked(factory_ids: Sequence[int]) -> dict[int, int]:
    """Version by factory, made where missing, locked in one order so that two rebuilds never wait for each other."""
    ordered = sorted(factory_ids)
    ProjectionVersion.objects.bulk_create(
        [ProjectionVersion(factory_id=i) for i in ordered], ignore_conflicts=True
    )
    rows = ProjectionVersion.objects.select_for_update().filter(factory_id__in=ordered).order_by("factory_id")
    return dict(rows.values_list("factory_id", "version"))


def _raise_to(version: int, factory_ids: Sequence[int]) -> None:
    ProjectionVersion.objects.filter(factory_id__in=factory_ids).update(version=version)
