"""What a factory list would change: every row found again, compared, and counted, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from factories.commands.register import Register, known, place_of, read_register
from factories.domain.factory_rows import FactoryRow
from factories.domain.matching import Likeness
from factories.domain.names import match_name, match_text
from factories.domain.problems import Problem
from factories.models import Factory
from factories.queries.local_time import LocalDays

_SAID = (
    "name", "address", "latitude", "longitude", "workers", "women_workers", "products", "joined_on", "is_closed",
)  # fmt: skip
_AGREED = (*_SAID, "os_id")  # what two rows of one factory may not say differently
_PAIRS = 3  # of one new factory, the likeliest
_ALL = 10**9  # more than work anywhere: a number of workers that nobody told


@dataclass(slots=True)
class Plan:
    """What will be written, by factory code, and what stands in the way."""

    made: dict[str, Factory] = field(default_factory=dict)
    changed: dict[str, Factory] = field(default_factory=dict)
    fields: dict[str, set[str]] = field(default_factory=dict)  # which fields of the changed ones
    closed: set[str] = field(default_factory=set)
    likes: dict[str, list[Likeness]] = field(default_factory=dict)  # perhaps registered already
    former: list[tuple[Factory, str, str, str, str]] = field(
        default_factory=list
    )  # names and addresses replaced
    os_ids: list[tuple[Factory, str]] = field(default_factory=list)
    starts: list[tuple[Factory, str, date]] = field(default_factory=list)  # brands that begin to buy
    counted: dict[str, Factory] = field(default_factory=dict)  # whose number of workers is new
    touched: set[str] = field(default_factory=set)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


def plan_import(rows: Sequence[FactoryRow], *, now: datetime) -> Plan:
    """Compare a list with the register, in four statements whatever their sizes.

    Every row is created, updated or unchanged. Of several rows of one factory, each may say what the others leave
    out; where they differ it is a problem.
    """
    register, plan = read_register(with_brands=any(row.brands for row in rows)), Plan()
    register.keep_free(row.code for row in rows if row.code)
    days = LocalDays(now)
    said: dict[str, FactoryRow] = {}
    for row in rows:
        taken = _os_id_taken(row, register)
        if taken is not None:
            plan.problems.append(taken)
            continue
        factory = _found(row, register)
        if factory is None:
            factory = _plan_new(row, register, plan, days)
        else:
            _plan_known(row, factory, said.get(factory.code), register, plan, days=days)
        said[factory.code] = _together(said.get(factory.code), row)
    return plan


# --- who is meant -------------------------------------------------------------------------------------------------


def _os_id_taken(row: FactoryRow, register: Register) -> Problem | None:
    """A code and an OS ID that belong to two factories."""
    holder = register.by_os_id.get(row.os_id or "")
    if row.code and holder is not None and holder.code != row.code:
        message = f"belongs to {holder.code}; correct the code or the OS ID"
        return Problem(row.number, "os_id", "os_id_taken", message)
    return None


def _found(row: FactoryRow, register: Register) -> Factory | None:
    """Who the row means: by code, else by OS ID, else by name, address and country."""
    if row.code:
        return register.by_code.get(row.code)
    if row.os_id:
        found = register.by_os_id.get(row.os_id) or register.by_earlier_os_id.get(row.os_id)
        if found is not None:
            return found
    found = register.by_place.get(_place(row))
    if found is not None and row.os_id and found.code in register.os_id_of:
        return None  # two OS IDs are two factories, however alike
    return found


def _place(row: FactoryRow) -> tuple[str, str, str]:
    return row.country, match_name(row.name)[:200], match_text(row.address or "")[:400]


# --- what changes -------------------------------------------------------------------------------------------------


def _plan_new(row: FactoryRow, register: Register, plan: Plan, days: LocalDays) -> Factory:
    country, name, address = _place(row)
    factory = Factory(
        code=row.code or register.next_code(country),
        country_id=country,
        match_name=name,
        match_address=address,
        recorded_at=days.now,
        **{key: value for key in _SAID if (value := getattr(row, key)) is not None},
    )
    likes = register.suspicions.likes(known(factory))
    if likes:
        plan.likes[factory.code] = likes[:_PAIRS]
    register.add(factory)
    plan.made[factory.code] = factory
    plan.counted[factory.code] = factory
    _plan_os_id(row, factory, register, plan)
    _plan_starts(row, factory, row.joined_on or days.of(country), register, plan)
    return factory


def _plan_known(
    row: FactoryRow,
    factory: Factory,
    before: FactoryRow | None,
    register: Register,
    plan: Plan,
    *,
    days: LocalDays,
) -> None:
    problem = _contradiction(row, factory, before)
    if problem is not None:
        plan.problems.append(problem)
        return
    earlier = factory.name, factory.address, factory.match_name, factory.match_address
    fields = _take_over(
        row,
        factory,
        on=days.of(factory.country_id),
        former=_uses_former_name(row, factory, register),
    )
    if earlier[2:] != (factory.match_name, factory.match_address) and factory.code not in plan.made:
        plan.former.append((factory, *earlier))
    if (factory.women_workers or 0) > (_ALL if factory.workers is None else factory.workers):
        message = "is less than the women recorded; give both"
        plan.problems.append(Problem(row.number, "workers", "more_women_than_workers", message))
    if fields & {"workers", "women_workers"}:
        plan.counted[factory.code] = factory
    if _plan_os_id(row, factory, register, plan):
        fields.add("os_id")
    started = _plan_starts(row, factory, days.of(factory.country_id), register, plan)
    register.by_place.setdefault(place_of(factory), factory)
    _count(factory, fields, plan, differs=bool(fields) or started)


def _count(factory: Factory, fields: set[str], plan: Plan, *, differs: bool) -> None:
    """Account for the row: the first one that changes a known factory updates it, any other changes nothing more."""
    if not differs or factory.code in plan.made or factory.code in plan.touched:
        plan.unchanged += 1
    else:
        plan.touched.add(factory.code)
    if not fields or factory.code in plan.made:
        return
    plan.changed[factory.code] = factory
    plan.fields.setdefault(factory.code, set()).update(fields)
    if "is_closed" in fields and factory.is_closed:
        plan.closed.add(factory.code)


def _contradiction(row: FactoryRow, factory: Factory, before: FactoryRow | None) -> Problem | None:
    """Another country than the factory's, or otherwise than an earlier row of the same factory."""
    if row.country != factory.country_id:
        message = f"{factory.code} is in {factory.country_id}; correct the country or the code"
        return Problem(row.number, "country", "country_differs", message)
    if before is None:
        return None
    for key in _AGREED:
        if None not in (here := (getattr(row, key), getattr(before, key))) and here[0] != here[1]:
            message = f"says otherwise than row {before.number} of the same factory; keep one of the two rows"
            return Problem(row.number, key, "said_twice", message)
    return None


def _uses_former_name(row: FactoryRow, factory: Factory, register: Register) -> bool:
    """Whether the row has a name and address that the factory had before: it finds the factory and changes neither."""
    _country, name, address = _place(row)
    return (factory.code, name, address) in register.former


def _take_over(row: FactoryRow, factory: Factory, *, on: date, former: bool) -> set[str]:
    """Take over what the row says, and tell which fields differed; a blank cell says nothing, so takes nothing away."""
    fields = set()
    for key in _SAID:
        value = getattr(row, key)
        if former and key in {"name", "address"}:
            continue
        if value is not None and value != getattr(factory, key):
            setattr(factory, key, value)
            fields.add(key)
    if "is_closed" in fields and factory.pk is not None:
        factory.closed_on = on if factory.is_closed else None
    if fields:
        factory.match_name = match_name(factory.name)[:200]
        factory.match_address = match_text(factory.address)[:400]
    return fields


def _plan_os_id(row: FactoryRow, factory: Factory, register: Register, plan: Plan) -> bool:
    """Whether the row gives the factory an OS ID that it never had."""
    if not row.os_id or register.os_id_of.get(factory.code) == row.os_id:
        return False
    if register.by_earlier_os_id.get(row.os_id) is factory:
        return False  # an old list: its OS ID has been replaced since
    register.by_os_id[row.os_id] = factory
    register.os_id_of[factory.code] = row.os_id
    plan.os_ids.append((factory, row.os_id))
    return True


def _plan_starts(row: FactoryRow, factory: Factory, on: date, register: Register, plan: Plan) -> bool:
    """Whether the row names brands that never bought here; a link that was ended stays ended."""
    before = len(plan.starts)
    for brand in row.brands:
        key = factory.code, match_text(brand)[:120]
        if key not in register.linked:
            register.linked.add(key)
            plan.starts.append((factory, brand, on))
    return len(plan.starts) > before


def _together(before: FactoryRow | None, row: FactoryRow) -> FactoryRow:
    """What the rows of one factory have said so far."""
    if before is None:
        return row
    return replace(before, **{key: getattr(row, key) for key in _AGREED if getattr(before, key) is None})
