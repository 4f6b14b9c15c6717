"""The whole register in memory, by everything a list may name a factory with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from factories.domain.matching import Known, Suspicions
from factories.models import Factory, Identifier, Sourcing

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
    """The register as it stands, in two statements; three with the brands ever linked."""
    register = Register()
    for factory in Factory.objects.order_by("id").iterator(chunk_size=5000):
        register.add(factory)
    by_id = {factory.pk: factory for factory in register.by_code.values()}
    for factory_id, value, until in Identifier.objects.filter(scheme=Identifier.Scheme.OS_ID).values_list(
        "factory_id", "value", "until_on"
    ):
        if until is None:
            register.by_os_id[value] = by_id[factory_id]
            register.os_id_of[by_id[factory_id].code] = value
        else:
            register.by_earlier_os_id[value] = by_id[factory_id]
    if with_brands:
        register.linked.update(Sourcing.objects.values_list("factory__code", "brand__match_name"))
    return register


def place_of(factory: Factory) -> Place:
    """Where lists without a code look for a factory."""
    return factory.country_id, factory.match_name, factory.match_address


def known(factory: Factory) -> Known:
    """The factory as matching sees it."""
    return Known(factory, factory.country_id, factory.match_name, factory.match_address)
