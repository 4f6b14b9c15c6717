"""What a factory list would change: every row found again, compared, and counted, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from factories.domain.factory_rows import FactoryRow
from factories.domain.matching import Known, Suspicions
from factories.domain.names import match_name, match_text
from factories.domain.problems import Problem
from factories.models import Factory, Identifier

_SAID = (
    "name",
    "address",
    "latitude",
    "longitude",
    "workers",
    "women_workers",
    "products",
    "joined_on",
    "is_closed",
)


@dataclass(slots=True)
class Plan:
    """What will be written: factories made and changed, OS IDs assigned, and what stands in the way."""

    made: list[Factory] = field(default_factory=list)
    changed: list[Factory] = field(default_factory=list)
    unchanged: int = 0
    suspected: int = 0
    os_ids: list[tuple[Factory, str]] = field(default_factory=list)
    brands: list[tuple[Factory, FactoryRow]] = field(default_factory=list)
    counted: list[Factory] = field(default_factory=list)  # whose number of workers is new
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Register:
    """The registry in memory, by everything a row may name a factory with."""

    by_code: dict[str, Factory] = field(default_factory=dict)
    by_os_id: dict[str, Factory] = field(default_factory=dict)
    by_place: dict[tuple[str, str, str], Factory] = field(default_factory=dict)
    os_id_of: dict[str, str] = field(default_factory=dict)  # by factory code
    suspicions: Suspicions = field(default_factory=Suspicions)
    highest: dict[str, int] = field(default_factory=dict)

    def add(self, factory: Factory) -> None:
        """Remember a factory by its code and place."""
        self.by_code[factory.code] = factory
        self.by_place.setdefault((factory.country_id, factory.match_name, factory.match_address), factory)
        self.suspicions.add(Known(factory, factory.country_id, factory.match_name, factory.match_address))
        prefix, _, number = factory.code.rpartition("-")
        if prefix == factory.country_id and number.isdigit():
            self.highest[prefix] = max(self.highest.get(prefix, 0), int(number))

    def next_code(self, country: str) -> str:
        """The next free code of the programme's own form."""
        self.highest[country] = self.highest.get(country, 0) + 1
        return f"{country}-{self.highest[country]:05d}"


def plan_import(rows: Sequence[FactoryRow], *, now: datetime) -> Plan:
    """Compare a list with the registry, in two statements whatever their sizes."""
    register, plan = _register(), Plan()
    said_by: dict[int, FactoryRow] = {}
    for row in rows:
        factory = _found(row, register, plan)
        if factory is None:
            _plan_new(row, register, plan, said_by, now=now)
        elif id(factory) in said_by:
            _plan_repeated(row, said_by[id(factory)], plan)
        else:
            said_by[id(factory)] = row
            _plan_known(row, factory, register, plan)
    return plan


def _register() -> _Register:
    register = _Register()
    for factory in Factory.objects.order_by("id").iterator(chunk_size=5000):
        register.add(factory)
    by_id = {factory.pk: factory for factory in register.by_code.values()}
    current = Identifier.objects.filter(scheme=Identifier.Scheme.OS_ID, until_on__isnull=True)
    for factory_id, value in current.values_list("factory_id", "value"):
        register.by_os_id[value] = by_id[factory_id]
        register.os_id_of[by_id[factory_id].code] = value
    return register


def _found(row: FactoryRow, register: _Register, plan: Plan) -> Factory | None:
    """Who the row means: by code, else by OS ID, else by name, address and country."""
    if row.code:
        found = register.by_code.get(row.code)
        holder = register.by_os_id.get(row.os_id or "")
        if holder is not None and holder is not found:
            plan.problems.append(
                Problem(
                    row.number,
                    "os_id",
                    "os_id_taken",
                    f"belongs to {holder.code}; correct the code or the OS ID",
                )
            )
        return found
    if row.os_id:
        return register.by_os_id.get(row.os_id)
    return register.by_place.get(_place(row))


def _place(row: FactoryRow) -> tuple[str, str, str]:
    return row.country, match_name(row.name)[:200], match_text(row.address or "")[:400]


def _plan_new(
    row: FactoryRow, register: _Register, plan: Plan, said_by: dict[int, FactoryRow], *, now: datetime
) -> None:
    country, name, address = _place(row)
    factory = Factory(
        code=row.code or register.next_code(country),
        country_id=country,
        match_name=name,
        match_address=address,
        recorded_at=now,
        **{key: value for key in _SAID if (value := getattr(row, key)) is not None},
    )
    like = register.suspicions.first_like(Known(factory, country, name, address))
    if like is not None:
        factory.suspected_duplicate_of = like.key  # type: ignore[assignment]  # the key is the factory
        plan.suspected += 1
    register.add(factory)
    said_by[id(factory)] = row
    plan.made.append(factory)
    plan.counted.append(factory)
    _plan_os_id(row, factory, register, plan)
    if row.brands:
        plan.brands.append((factory, row))


def _plan_known(row: FactoryRow, factory: Factory, register: _Register, plan: Plan) -> None:
    if row.country != factory.country_id:
        plan.problems.append(
            Problem(
                row.number, "country", "country_differs",
                f"{factory.code} is in {factory.country_id}; correct the country or the code",
            )
        )  # fmt: skip
        return
    before = _workforce(factory)
    differs = _apply(row, factory)
    if _workforce(factory) != before:
        plan.counted.append(factory)
    if (factory.women_workers or 0) > (factory.workers or 10**9):
        plan.problems.append(
            Problem(
                row.number, "workers", "more_women_than_workers", "is less than the women recorded; give both"
            )
        )
    os_id = _plan_os_id(row, factory, register, plan)
    if row.brands:
        plan.brands.append((factory, row))
    if differs or os_id:
        plan.changed.append(factory)
    else:
        plan.unchanged += 1


def _workforce(factory: Factory) -> tuple[int | None, int | None]:
    return factory.workers, factory.women_workers


def _apply(row: FactoryRow, factory: Factory) -> bool:
    """Take over what the row says; a blank cell says nothing, so nothing is lost by it."""
    differs = False
    for key in _SAID:
        value = getattr(row, key)
        if value is not None and value != getattr(factory, key):
            setattr(factory, key, value)
            differs = True
    if differs:
        factory.match_name = match_name(factory.name)[:200]
        factory.match_address = match_text(factory.address)[:400]
    return differs


def _plan_os_id(row: FactoryRow, factory: Factory, register: _Register, plan: Plan) -> bool:
    """Whether the row gives the factory an OS ID that it does not have."""
    if not row.os_id or register.os_id_of.get(factory.code) == row.os_id:
        return False
    register.by_os_id[row.os_id] = factory
    register.os_id_of[factory.code] = row.os_id
    plan.os_ids.append((factory, row.os_id))
    return True


def _plan_repeated(row: FactoryRow, first: FactoryRow, plan: Plan) -> None:
    """The same factory twice in one list: harmless when both say the same, else somebody must choose."""
    differing = [k for k in (*_SAID, "os_id") if _differ(getattr(row, k), getattr(first, k))]
    if differing:
        plan.problems.append(
            Problem(
                row.number, differing[0], "said_twice",
                f"says otherwise than row {first.number} of the same factory; keep one of the two rows",
            )
        )  # fmt: skip
    else:
        plan.unchanged += 1


def _differ(one: Any, other: Any) -> bool:
    return one is not None and other is not None and one != other


def brand_starts(plan: Plan, on: date) -> Iterable[tuple[Factory, str, date]]:
    """(factory, brand name, first day) for every brand that a row names."""
    for factory, row in plan.brands:
        for brand in row.brands:
            yield factory, brand, row.joined_on or on
