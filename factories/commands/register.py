"""The whole register in memory, by everything a list may name a factory with."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from factories.commands.brands import brand_ids_by_key
from factories.domain.matching import Known, Suspicions
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
    register = Register()
    for factory in Factory.objects.order_by("id").iterator(chunk_size=5000):
        register.add(factory)
    by_id = {factory.pk: factory for factory in register.by_code.values()}
    own = Identifier.objects.exclude(scheme=Identifier.Scheme.GLN)
    for factory_id, scheme, value, until in own.values_list("factory_id", "scheme", "value", "until_on"):
        if scheme == Identifier.Scheme.PROGRAMME:
            register.by_code.setdefault(value, by_id[factory_id])
            register.keep_free([value])
        elif until is None:
            register.by_os_id[value] = by_id[factory_id]
            register.os_id_of[by_id[factory_id].code] = value
        else:
            register.by_earlier_os_id[value] = by_id[factory_id]
    _add_former_places(register, by_id)
    if with_brands:
        _add_links(register)
    return register


def _add_former_places(register: Register, by_id: dict[int, Factory]) -> None:
    for factory_id, name, address in FormerName.objects.values_list(
        "factory_id", "match_name", "match_address"
    ):
        factory = by_id[factory_id]
        register.by_place.setdefault((factory.country_id, name, address), factory)
        register.former.update({(factory.code, name, address), (factory.code, name, "")})


def _add_links(register: Register) -> None:
    """Factories with the brands ever linked to them, under every name that those brands have or had."""
    keys: dict[int, list[str]] = defaultdict(list)
    for key, brand_id in brand_ids_by_key().items():
        keys[brand_id].append(key)
    for code, brand_id in Sourcing.objects.values_list("factory__code", "brand_id"):
        register.linked.update((code, key) for key in keys[brand_id])


def place_of(factory: Factory) -> Place:
    """Where lists without a code look for a factory."""
    return factory.country_id, factory.match_name, factory.match_address


def known(factory: Factory) -> Known:
    """The factory as matching sees it."""
    return Known(factory, factory.country_id, factory.match_name, factory.match_address)
