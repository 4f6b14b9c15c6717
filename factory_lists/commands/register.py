"""The whole register in memory, by everything a list may name a factory with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Max

from factories.commands.brands import brand_ids_by_key
from factories.domain.matching import Suspicions
from factories.domain.programme_codes import ProgrammeCodes
from factories.models import Factory, FormerName, Identifier, Sourcing, Workforce
from factories.queries.matching import known_formerly, match_record

Place = tuple[str, str, str]  # country, normalised name, normalised address


class WorkerCount(NamedTuple):
    """A head count; `women` is None when not counted apart."""

    workers: int
    women: int | None


@dataclass(slots=True)
class Register:
    """Factories by code, OS ID and place, of today and of old; who may be the same; brands ever linked; counts."""

    by_code: dict[str, Factory] = field(default_factory=dict)
    by_os_id: dict[str, Factory] = field(default_factory=dict)
    by_earlier_os_id: dict[str, Factory] = field(default_factory=dict)
    by_place: dict[Place, Factory] = field(default_factory=dict)
    by_former_place: dict[Place, Factory | None] = field(default_factory=dict)  # None: of several factories
    former_places: dict[str, dict[Place, date]] = field(
        default_factory=dict
    )  # by factory code; last day of each
    os_id_of: dict[str, str] = field(default_factory=dict)  # by factory code
    linked: set[tuple[str, str]] = field(default_factory=set)  # factory code, brand's normalised name
    brands: set[str] = field(default_factory=set)  # every normalised name that a brand has or had
    last_counted: dict[str, date] = field(default_factory=dict)  # by factory code
    counts: dict[tuple[str, date], WorkerCount] = field(
        default_factory=dict
    )  # of the days that were asked for
    suspicions: Suspicions = field(default_factory=Suspicions)
    codes: ProgrammeCodes = field(default_factory=ProgrammeCodes)

    def add(self, factory: Factory) -> None:
        """Remember a factory by its code and place."""
        self.by_code[factory.code] = factory
        self.by_place.setdefault(place_of(factory), factory)
        self.suspicions.add(match_record(factory))
        self.codes.keep_free([factory.code])

    def add_former(self, factory: Factory, place: Place, until_on: date) -> None:
        """Remember where a factory was found until a day."""
        held = self.by_former_place.setdefault(place, factory)
        if held is not factory:
            self.by_former_place[place] = None
        self.former_places.setdefault(factory.code, {})[place] = until_on


def read_register(*, with_brands: bool, counted_on: Collection[date] = ()) -> Register:
    """The register as it stands, in three statements; one more with the brands ever linked, two with head counts.

    Args:
        with_brands: also which brands ever bought where.
        counted_on: days of the list: also the counts of those days, and the last day of each factory.
    """
    register, current = _read_factories()
    _read_identifiers(register, current)
    _read_former_names(register, current)
    if with_brands:
        _read_links(register)
    if counted_on:
        _read_counts(register, current, counted_on)
    return register


def _read_factories() -> tuple[Register, dict[int, Factory]]:
    """A register of the factories, and these by id; the code of a merged record finds what it became part of."""
    register, by_id = Register(), {}
    for factory in Factory.every.order_by("id").iterator(chunk_size=5000):
        by_id[factory.pk] = factory
        if factory.merged_into_id is None:
            register.add(factory)
    for factory in by_id.values():
        remaining = factory
        while remaining.merged_into_id is not None:
            remaining = by_id[remaining.merged_into_id]
        register.by_code[factory.code] = remaining
        register.codes.keep_free([factory.code])
    return register, {pk: factory for pk, factory in by_id.items() if factory.merged_into_id is None}


def _read_identifiers(register: Register, current: dict[int, Factory]) -> None:
    """OS IDs and earlier codes; what belongs to merged records leads nowhere of its own."""
    own = Identifier.objects.exclude(scheme=Identifier.Scheme.GLN)
    for factory_id, scheme, value, until in own.values_list("factory_id", "scheme", "value", "until_on"):
        factory = current.get(factory_id)
        if scheme == Identifier.Scheme.PROGRAMME:
            register.codes.keep_free([value])
        if factory is None:
            continue
        if scheme == Identifier.Scheme.PROGRAMME:
            register.by_code.setdefault(value, factory)
        elif until is None:
            register.by_os_id[value] = factory
            register.os_id_of[factory.code] = value
        else:
            register.by_earlier_os_id[value] = factory


def _read_former_names(register: Register, current: dict[int, Factory]) -> None:
    for former in FormerName.objects.order_by("id").iterator(chunk_size=5000):
        factory = current.get(former.factory_id)
        if factory is not None:
            place = factory.country_id, former.match_name, former.match_address
            register.add_former(factory, place, former.until_on)
            register.suspicions.add(known_formerly(factory, former))


def _read_links(register: Register) -> None:
    """Brands, and factories with those ever linked to them, under every name that the brands have or had."""
    keys: dict[int, list[str]] = defaultdict(list)
    for key, brand_id in brand_ids_by_key().items():
        register.brands.add(key)
        keys[brand_id].append(key)
    for code, brand_id in Sourcing.objects.values_list("factory__code", "brand_id"):
        register.linked.update((code, key) for key in keys[brand_id])


def _read_counts(register: Register, current: dict[int, Factory], days: Collection[date]) -> None:
    counts = Workforce.objects.filter(superseded_at__isnull=True, factory__merged_into__isnull=True)
    for factory_id, last in counts.values_list("factory_id").annotate(last=Max("counted_on")):
        register.last_counted[current[factory_id].code] = last
    found = counts.filter(counted_on__in=sorted(days))
    for factory_id, day, workers, women in found.values_list(
        "factory_id", "counted_on", "workers", "women_workers"
    ):
        register.counts[current[factory_id].code, day] = WorkerCount(workers, women)


def place_of(factory: Factory) -> Place:
    """Where lists without a code look for a factory."""
    return factory.country_id, factory.match_name, factory.match_address
