"""Which factories need attention first: one list of the whole programme, because a country's mean is everybody's."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from factories.queries import registered
from portal.models import PriorityEntry
from portal.projections.versions import PROGRAMME, rebuilding
from scheduling.queries import PriorityFactory, priority_factories

if TYPE_CHECKING:
    from factories.models import Factory

TENTHS_OF_PER_CENT = 1000


def refresh_priorities(on: date) -> int:
    """Make the list anew as of a day; returns how many factories are on it."""
    with rebuilding([PROGRAMME]):
        found = priority_factories(on)
        factories = {
            factory.pk: factory
            for factory in registered()
            .filter(pk__in=[row.factory_id for row in found])
            .select_related("country")
        }
        entries = [_entry(row, factories[row.factory_id], on) for row in found if row.factory_id in factories]
        _rank_within_countries(entries)
        PriorityEntry.objects.all().delete()
        made = PriorityEntry.objects.bulk_create(entries)
    return len(made)


def _rank_within_countries(entries: list[PriorityEntry]) -> None:
    ranks: Counter[str] = Counter()
    for entry in sorted(entries, key=lambda entry: entry.rank):
        ranks[entry.country] += 1
        entry.country_rank = ranks[entry.country]
    ranks.clear()
    ranked = [entry for entry in entries if entry.rank_without_cases is not None]
    for entry in sorted(ranked, key=lambda entry: entry.rank_without_cases or 0):
        ranks[entry.country] += 1
        entry.country_rank_without_cases = ranks[entry.country]


def _entry(row: PriorityFactory, factory: Factory, on: date) -> PriorityEntry:
    reasons = {reason["code"]: reason for reason in row.reasons}
    return PriorityEntry(
        factory=factory,
        rank=row.rank,
        rank_without_cases=row.rank_without_cases,
        code=factory.code,
        name=factory.name,
        country=factory.country_id,
        country_name=factory.country.name,
        workers=factory.workers,
        assessed_on=row.assessed_on,
        noncompliant=row.noncompliant,
        applicable=row.applicable,
        rate=_rate(reasons["rate"]) if "rate" in reasons else None,
        cases=reasons["case"]["cases"] if "case" in reasons else None,
        repeated=reasons["repeated"]["issues"] if "repeated" in reasons else None,
        as_of=on,
    )


def _rate(reason: dict[str, Any]) -> dict[str, int]:
    """The numbers of a high rate; mean and deviation, which are only shown, in tenths of per cents."""
    return {
        "n": reason["n"],
        "of": reason["of"],
        "mean": round(reason["mean"] * TENTHS_OF_PER_CENT),
        "deviation": round(reason["deviation"] * TENTHS_OF_PER_CENT),
        "factories": reason["factories"],
    }
