"""One factory: registered, corrected, counted, closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from factories.domain.names import match_name, match_text
from factories.models import Factory, Group, Workforce
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import Refused

CORRECTABLE = frozenset({"name", "address", "latitude", "longitude", "products", "joined_on", "group_id"})


class CodeTaken(Refused):
    """Another factory has this code."""


@command
def register_factory(
    *, code: str, name: str, country: str, address: str = "", actor: User | None, now: datetime, **said: Any
) -> Factory:
    """Register one factory.

    Raises:
        CodeTaken.
    """
    if Factory.objects.filter(code=code).exists():
        raise CodeTaken(_("%(code)s is taken; leave the code free or choose another.") % {"code": code})
    made = Factory(code=code, name=name, country_id=country, address=address, recorded_at=now, **said)
    _normalise(made)
    made.save(force_insert=True)
    record("factory.registered", subject=f"factory:{code}", actor=actor, at=now, factory_id=made.pk)
    return made


@command
def correct_factory(
    factory_id: int, *, actor: User | None, now: datetime, **said: Any
) -> Factory | Unchanged:
    """Correct what the registry says of a factory; `said` holds fields of CORRECTABLE."""
    unknown = set(said) - CORRECTABLE
    if unknown:
        raise TypeError(f"not correctable: {sorted(unknown)}")
    factory = Factory.objects.select_for_update().get(pk=factory_id)
    differing = {key: value for key, value in said.items() if getattr(factory, key) != value}
    if not differing:
        return Unchanged(factory)
    for key, value in differing.items():
        setattr(factory, key, value)
    _normalise(factory)
    factory.save(update_fields=[*differing, "match_name", "match_address"])
    record("factory.corrected", subject=f"factory:{factory.code}", actor=actor, at=now, factory_id=factory.pk,
           data={"fields": sorted(differing)})  # fmt: skip
    return factory


@command
def record_workforce(
    factory_id: int,
    *,
    counted_on: date,
    workers: int,
    women_workers: int | None,
    actor: User | None,
    now: datetime,
) -> Workforce | Unchanged:
    """A head count; the newest is what the factory's page shows."""
    factory = Factory.objects.select_for_update().get(pk=factory_id)
    count, made = Workforce.objects.get_or_create(
        factory=factory,
        counted_on=counted_on,
        defaults={"workers": workers, "women_workers": women_workers, "recorded_at": now},
    )
    if not made and (count.workers, count.women_workers) == (workers, women_workers):
        return Unchanged(count)
    count.workers, count.women_workers, count.recorded_at = workers, women_workers, now
    count.save(update_fields=["workers", "women_workers", "recorded_at"])
    if not Workforce.objects.filter(factory=factory, counted_on__gt=counted_on).exists():
        factory.workers, factory.women_workers = workers, women_workers
        factory.save(update_fields=["workers", "women_workers"])
    record("workforce.recorded", subject=f"factory:{factory.code}", actor=actor, at=now, factory_id=factory.pk,
           data={"workers": workers})  # fmt: skip
    return count


@command
def close_factory(
    factory_id: int, *, closed_on: date, actor: User | None, now: datetime
) -> Factory | Unchanged:
    """The factory has shut; its history stays."""
    factory = Factory.objects.select_for_update().get(pk=factory_id)
    if factory.is_closed:
        return Unchanged(factory)
    factory.is_closed, factory.closed_on = True, closed_on
    factory.save(update_fields=["is_closed", "closed_on"])
    record("factory.closed", subject=f"factory:{factory.code}", actor=actor, at=now, factory_id=factory.pk)
    return factory


def _normalise(factory: Factory) -> None:
    factory.match_name = match_name(factory.name)[:200]
    factory.match_address = match_text(factory.address)[:400]


@command
def register_group(
    *, name: str, factory_ids: Sequence[int], actor: User | None, now: datetime
) -> Group | Unchanged:
    """A manufacturer and the factories that it owns (at most 500 at once)."""
    group, made = Group.objects.get_or_create(name=name)
    joined = Factory.objects.filter(pk__in=list(factory_ids)[:500]).exclude(group=group).update(group=group)
    if not made and not joined:
        return Unchanged(group)
    record("group.registered", subject=f"group:{group.pk}", actor=actor, at=now, data={"factories": joined})
    return group
