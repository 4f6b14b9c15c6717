"""One factory: registered, corrected, counted, closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from factories.commands.identifiers import _apply_identifier
from factories.commands.importing import _apply_countries, _wait_for_other_lists
from factories.commands.register import Register
from factories.domain.countries import code_of
from factories.domain.names import match_name, match_text
from factories.models import Factory, Group, Identifier, Workforce
from journal.commands import Unchanged, command
from journal.events import BATCH, record
from journal.refusals import Refused

CORRECTABLE = frozenset({"name", "address", "latitude", "longitude", "products", "joined_on", "group_id"})


class CodeTaken(Refused):
    """Another factory has this code."""


class NoSuchCountry(Refused):
    """A factory stands in a country of ISO 3166."""


class MoreWomenThanWorkers(Refused):
    """Women are among the workers."""


@command
def register_factory(
    *,
    name: str,
    country: str,
    code: str | None = None,
    os_id: str | None = None,
    address: str = "",
    actor: User | None,
    now: datetime,
    **said: Any,
) -> Factory:
    """Register one factory; without a code it gets the country's next one.

    Raises:
        CodeTaken, NoSuchCountry, MoreWomenThanWorkers: and BadIdentifier or IdentifierTaken for the OS ID.
    """
    if code_of(country) != country:
        message = _("%(country)s is no country's code; write two letters, such as KH.")
        raise NoSuchCountry(message % {"country": country})
    _check_women(said.get("workers"), said.get("women_workers"))
    _wait_for_other_lists()
    if code and Factory.every.filter(code=code).exists():
        raise CodeTaken(_("%(code)s is taken; leave the code free or choose another.") % {"code": code})
    _apply_countries([country])
    made = Factory(
        code=code or _next_code(country),
        name=name,
        country_id=country,
        address=address,
        recorded_at=now,
        **said,
    )
    _normalise(made)
    made.save(force_insert=True)
    if os_id:
        _apply_identifier(made, Identifier.Scheme.OS_ID, os_id, from_on=now.date())
    record("factory.registered", subject=f"factory:{made.code}", actor=actor, at=now, factory_id=made.pk)
    return made


def _next_code(country: str) -> str:
    register = Register()
    register.keep_free(Factory.every.filter(code__startswith=f"{country}-").values_list("code", flat=True))
    return register.next_code(country)


def _check_women(workers: int | None, women: int | None) -> None:
    if workers is not None and women is not None and women > workers:
        raise MoreWomenThanWorkers(_("There are more women than workers; correct one of the two."))


@command
def correct_factory(
    factory_id: int, *, actor: User | None, now: datetime, **said: Any
) -> Factory | Unchanged:
    """Correct what the registry says of a factory; `said` holds fields of CORRECTABLE."""
    unknown = set(said) - CORRECTABLE
    if unknown:
        raise TypeError(f"not correctable: {sorted(unknown)}")
    factory = Factory.every.select_for_update().get(pk=factory_id)
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
    """A head count; the newest is what the factory's page shows.

    Raises:
        MoreWomenThanWorkers.
    """
    _check_women(workers, women_workers)
    factory = Factory.every.select_for_update().get(pk=factory_id)
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
    factory = Factory.every.select_for_update().get(pk=factory_id)
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
    """A manufacturer and the factories that it owns."""
    group, made = Group.objects.get_or_create(name=name)
    joined = sum(
        Factory.objects.filter(pk__in=factory_ids[start : start + BATCH])
        .exclude(group=group)
        .update(group=group)
        for start in range(0, len(factory_ids), BATCH)
    )
    if not made and not joined:
        return Unchanged(group)
    record("group.registered", subject=f"group:{group.pk}", actor=actor, at=now, data={"factories": joined})
    return group
