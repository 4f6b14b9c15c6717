"""A factory list comes in: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from factories.commands.links import _apply_starts
from factories.commands.planning import Plan, brand_starts, plan_import
from factories.domain.countries import name_of
from factories.domain.factory_rows import FactoryRow
from factories.domain.problems import Outcome
from factories.models import Country, Factory, Identifier, Workforce
from journal.commands import Unchanged, command
from journal.events import BATCH, Happening, record_many

_CHANGING = (
    "name", "address", "match_name", "match_address", "latitude", "longitude", "workers", "women_workers",
    "products", "joined_on", "is_closed",
)  # fmt: skip


@command
def import_factories(
    rows: Sequence[FactoryRow],
    *,
    actor: User | None,
    now: datetime,
    dry_run: bool = False,
    programme: bool = False,
    fictional: bool = False,
) -> Outcome | Unchanged:
    """Register and correct factories from a list; the same list again changes nothing.

    A row is matched by code, else by OS ID, else by name, address and country; else it is registered. On any
    problem, and in a dry run, nothing is written. `programme` marks the countries as ones the programme works in;
    `fictional` marks the factories as made up.
    """
    plan = plan_import(rows, now=now)
    starts = [] if plan.problems else list(brand_starts(plan, now.date()))
    if plan.problems:
        return Unchanged(Outcome(rows=len(rows), problems=tuple(plan.problems)))
    outcome = Outcome(
        rows=len(rows),
        created=len(plan.made),
        updated=len(plan.changed),
        unchanged=plan.unchanged,
        suspected=plan.suspected,
    )
    if dry_run:
        return Unchanged(outcome)
    _apply_countries(plan, programme=programme)
    _apply_factories(plan, fictional=fictional)
    _apply_os_ids(plan, now=now)
    _apply_head_counts(plan, now=now)
    happened = _tell(plan, actor=actor, now=now)
    started = _apply_starts([(f.pk, f.code, brand, on) for f, brand, on in starts], actor=actor, now=now)
    return outcome if happened or started else Unchanged(outcome)


def _apply_countries(plan: Plan, *, programme: bool) -> None:
    codes = sorted({factory.country_id for factory in plan.made})
    Country.objects.bulk_create(
        [Country(code=code, name=name_of(code), programme=programme) for code in codes],
        update_conflicts=programme,
        ignore_conflicts=not programme,
        unique_fields=["code"] if programme else None,
        update_fields=["programme"] if programme else None,
    )


def _apply_factories(plan: Plan, *, fictional: bool) -> None:
    likes = {f.code: f.suspected_duplicate_of for f in plan.made if f.suspected_duplicate_of is not None}
    for factory in plan.made:
        factory.suspected_duplicate_of = None  # may itself be new: linked once both have their keys
        factory.fictional = fictional
    Factory.objects.bulk_create(plan.made, batch_size=BATCH)
    if likes:
        linked = [factory for factory in plan.made if factory.code in likes]
        for factory in linked:
            factory.suspected_duplicate_of = likes[factory.code]
        Factory.objects.bulk_update(linked, ["suspected_duplicate_of"], batch_size=BATCH)
    if plan.changed:
        Factory.objects.bulk_update(plan.changed, _CHANGING, batch_size=BATCH)


def _apply_os_ids(plan: Plan, *, now: datetime) -> None:
    if not plan.os_ids:
        return
    today = now.date()
    changed = {factory.pk for factory in plan.changed}
    renamed = [factory.pk for factory, _ in plan.os_ids if factory.pk in changed]
    for start in range(0, len(renamed), BATCH):
        Identifier.objects.filter(
            factory_id__in=renamed[start : start + BATCH],
            scheme=Identifier.Scheme.OS_ID,
            until_on__isnull=True,
        ).update(until_on=today)
    Identifier.objects.bulk_create(
        [
            Identifier(factory=factory, scheme=Identifier.Scheme.OS_ID, value=value, from_on=today)
            for factory, value in plan.os_ids
        ],
        batch_size=BATCH,
    )


def _apply_head_counts(plan: Plan, *, now: datetime) -> None:
    """A list that says how many work there is a head count of its day."""
    Workforce.objects.bulk_create(
        [
            Workforce(
                factory=factory,
                counted_on=now.date(),
                workers=factory.workers,
                women_workers=factory.women_workers,
                recorded_at=now,
            )
            for factory in plan.counted
            if factory.workers is not None
        ],
        update_conflicts=True,
        unique_fields=["factory", "counted_on"],
        update_fields=["workers", "women_workers", "recorded_at"],
        batch_size=BATCH,
    )


def _tell(plan: Plan, *, actor: User | None, now: datetime) -> bool:
    happened = [
        Happening(kind, f"factory:{factory.code}", factory.pk, {"by": "list"})
        for kind, factories in (("factory.registered", plan.made), ("factory.corrected", plan.changed))
        for factory in factories
    ]
    record_many(happened, actor=actor, at=now)
    return bool(happened)
