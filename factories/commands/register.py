"""The whole register in memory, by everything a list may name a factory with."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from factories.commands.brands import brand_ids_by_key
from factories.domain.country_words import country_words
from factories.domain.matching import Known, Suspicions
from factories.domain.profiles import Profile
from factories.models import Factory, FormerName, Identifier, Sourcing

Place = tuple[str, str, str]  # country, normalised name, normalised address
_CODE = re.compile(r"([A-Z]{2})-([0-9]{1,9})")  # the programme's own form: KH-00017


@dataclass(slots=True)
class Register:
    """Factories by code, OS ID (today's and earlier ones) and place; who may be the same; brands ever linked."""

    by_code: dict[str, Factory] = field(default_factory=dict)
    by_os_id: dict[str, Factory] = field(default_factory=dict)
    by_earlier_os_id: dict[str, Factory] = field(default_factory=dict)
    by_place: dict[Place, Factory] = field(default_factory=dict)
    os_id_of: dict[str, str] = field(default_factory=dict)  # by factory code
    linked: set[tuple[str, str]] = field(default_factory=set)  # factory code, brand's normalised name
    suspicions: Suspicions = field(default_factory=Suspicions)
    former: set[Place] = field(default_factory=set)  # factory code, normalised former name and address
    highest: dict[str, int] = field(default_factory=dict)

    def add(self, factory: Factory) -> None:
        """Remember a factory by its code and place."""
        self.by_code[factory.code] = factory
        self.by_place.setdefault(place_of(factory), factory)
        self.suspicions.add(known(factory))
        self.keep_free([factory.code])

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


def read_register(*, with_brands: bool) -> Register:
    """The register as it stands, in three statements; seven with the brands ever linked.

    Former names and addresses find their factory, and so do earlier codes of the programme's.
    """
    register, by_id = _factories()
    standing = {pk: factory for pk, factory in by_id.items() if factory.merged_into_id is None}
    _add_former_places(register, standing)
    _add_identifiers(register, standing)
    if with_brands:
        _add_links(register)
    return register


def _add_former_places(register: Register, standing: dict[int, Factory]) -> None:
    for former in FormerName.objects.order_by("id").iterator(chunk_size=5000):
        factory = standing.get(former.factory_id)
        if factory is None:
            continue
        name, address = former.match_name, former.match_address
        register.suspicions.add(known_formerly(factory, former))
        register.by_place.setdefault((factory.country_id, name, address), factory)
        register.former.update({(factory.code, name, address), (factory.code, name, "")})


def _add_identifiers(register: Register, standing: dict[int, Factory]) -> None:
    own = Identifier.objects.exclude(scheme=Identifier.Scheme.GLN)
    for factory_id, scheme, value, until in own.values_list("factory_id", "scheme", "value", "until_on"):
        factory = standing.get(factory_id)
        if scheme == Identifier.Scheme.PROGRAMME:
            register.keep_free([value])
        if factory is None:
            continue
        if scheme == Identifier.Scheme.PROGRAMME:
            register.by_code.setdefault(value, factory)
        elif until is None:
            register.by_os_id[value] = factory
            register.os_id_of[factory.code] = value
        else:
            register.by_earlier_os_id[value] = factory


def _add_links(register: Register) -> None:
    """Factories with the brands ever linked to them, under every name that those brands have or had."""
    keys: dict[int, list[str]] = defaultdict(list)
    for key, brand_id in brand_ids_by_key().items():
        keys[brand_id].append(key)
    for code, brand_id in Sourcing.objects.values_list("factory__code", "brand_id"):
        register.linked.update((code, key) for key in keys[brand_id])


def _factories() -> tuple[Register, dict[int, Factory]]:
    """A register of the factories, and all records by id, those merged into others too."""
    register, by_id = Register(), {}
    for factory in Factory.every.order_by("id").iterator(chunk_size=5000):
        by_id[factory.pk] = factory
        if factory.merged_into_id is None:
            register.add(factory)
    for factory in by_id.values():
        if factory.merged_into_id is not None:
            _lead_on(factory, register, by_id)
    return register, by_id


def place_of(factory: Factory) -> Place:
    """Where lists without a code look for a factory."""
    return factory.country_id, factory.match_name, factory.match_address


def _lead_on(factory: Factory, register: Register, by_id: dict[int, Factory]) -> None:
    """The code of a factory that became part of another finds that one."""
    kept = factory
    while kept.merged_into_id is not None:
        kept = by_id[kept.merged_into_id]
    register.by_code[factory.code] = kept
    register.keep_free([factory.code])


def known(factory: Factory) -> Known:
    """The factory as matching sees it."""
    profile = Profile(
        factory.name,
        factory.address,
        country_words(factory.country_id),
        _degrees(factory.latitude),
        _degrees(factory.longitude),
    )
    return Known(factory, factory.country_id, factory.match_name, factory.match_address, profile)


def known_formerly(factory: Factory, former: FormerName) -> Known:
    """The factory as it was called until a day."""
    profile = Profile(former.name, former.address, country_words(factory.country_id))
    return Known(factory, factory.country_id, former.match_name, former.match_address, profile, former=True)


def _degrees(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
