"""The whole register in memory, by everything a list may name a factory with."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Max

from factories.domain.matching import Known, Suspicions
from factories.models import Factory, FormerName, Identifier, Sourcing, Workforce
from factories.queries.local_time import today_in

Place = tuple[str, str, str]  # country, normalised name, normalised address
_CODE = re.compile(r"([A-Z]{2})-([0-9]{1,9})")  # the programme's own form: KH-00017


class Counted(NamedTuple):
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
    last_counted: dict[str, date] = field(default_factory=dict)  # by factory code
    counts: dict[tuple[str, date], Counted] = field(default_factory=dict)  # of the days that were asked for
    suspicions: Suspicions = field(default_factory=Suspicions)
    highest: dict[str, int] = field(default_factory=dict)

    def add(self, factory: Factory) -> None:
        """Remember a factory by its code and place."""
        self.by_code[factory.code] = factory
        self.by_place.setdefault(place_of(factory), factory)
        self.suspicions.add(known(factory))
        self.keep_free([factory.code])

    def add_former(self, factory: Factory, place: Place, until_on: date) -> None:
        """Remember where a factory was found until a day."""
        held = self.by_former_place.setdefault(place, factory)
        if held is not factory:
            self.by_former_place[place] = None
        self.former_places.setdefault(factory.code, {})[place] = until_on

    def described_on(self, factory: Factory) -> date:
        """The day of the newest list or correction that said what the factory is called and where it is."""
        day = factory.described_on or today_in(factory.country_id, factory.recorded_at)
        return max([day, *self.former_places.get(factory.code, {}).values()])

    def keep_free(self, codes: Iterable[str]) -> None:
        """Let none of these codes be given to another factory."""
        for code in codes:
            own = _CODE.fullmatch(code)
            if own:
                self.highest[own[1]] = max(self.highest.get(own[1], 0), int(own[2]))

    def next_code(self, country: str) -> str:
        """The next free code of the programme's own form."""
        self.highest[country] = self.highest.get(country, 0) + 1
        return f"{country}-{self.highest[country]:05d}"


def read_register(*, with_brands: bool, counted_on: Collection[date] = ()) -> Register:
    """The register as it stands, in three statements; one more with the brands ever linked, two with head counts.

    Args:
        with_brands: also which brands ever bought where.
        counted_on: days of the list: also the counts of those days, and the last day of each factory.
    """
    register = Register()
    for factory in Factory.objects.order_by("id").iterator(chunk_size=5000):
        register.add(factory)
    by_id = {factory.pk: factory for factory in register.by_code.values()}
    _read_identifiers(register, by_id)
    for factory_id, name, address, until in FormerName.objects.order_by("id").values_list(
        "factory_id", "match_name", "match_address", "until_on"
    ):
        factory = by_id[factory_id]
        register.add_former(factory, (factory.country_id, name, address), until)
    if with_brands:
        register.linked.update(Sourcing.objects.values_list("factory__code", "brand__match_name"))
    if counted_on:
        _read_counts(register, by_id, counted_on)
    return register


def _read_identifiers(register: Register, by_id: dict[int, Factory]) -> None:
    rows = Identifier.objects.filter(scheme=Identifier.Scheme.OS_ID)
    for factory_id, value, until in rows.values_list("factory_id", "value", "until_on"):
        if until is None:
            register.by_os_id[value] = by_id[factory_id]
            register.os_id_of[by_id[factory_id].code] = value
        else:
            register.by_earlier_os_id[value] = by_id[factory_id]


def _read_counts(register: Register, by_id: dict[int, Factory], days: Collection[date]) -> None:
    for factory_id, last in Workforce.objects.values_list("factory_id").annotate(last=Max("counted_on")):
        register.last_counted[by_id[factory_id].code] = last
    found = Workforce.objects.filter(counted_on__in=sorted(days))
    for factory_id, day, workers, women in found.values_list(
        "factory_id", "counted_on", "workers", "women_workers"
    ):
        register.counts[by_id[factory_id].code, day] = Counted(workers, women)


def place_of(factory: Factory) -> Place:
    """Where lists without a code look for a factory."""
    return factory.country_id, factory.match_name, factory.match_address


def known(factory: Factory) -> Known:
    """The factory as matching sees it."""
    return Known(factory, factory.country_id, factory.match_name, factory.match_address)
