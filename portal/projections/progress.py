"""Current verdicts in summary, for a factory's own people and the brands it consents to."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from countries.queries.country_settings import SettingsByCountry, settings_by_country
from criteria.queries import StoredVerdict, current_verdicts
from portal.models import SupplierProgress
from portal.projections.versions import rebuilding, slices

WRITTEN = tuple(field.name for field in SupplierProgress._meta.concrete_fields if not field.primary_key)


def refresh_progress(factory_ids: Collection[int] | None = None) -> int:
    """Copy the current verdicts of some factories (all when None); returns how many there are."""
    if factory_ids is None:
        factory_ids = {verdict.factory_id for verdict in current_verdicts()} | set(
            SupplierProgress.objects.values_list("pk", flat=True)
        )
    return sum(_refresh(part) for part in slices(factory_ids))


def _refresh(factory_ids: Sequence[int]) -> int:
    with rebuilding(factory_ids):
        verdicts, known = current_verdicts(factory_ids), settings_by_country()
        judged = [verdict.factory_id for verdict in verdicts]
        SupplierProgress.objects.filter(pk__in=set(factory_ids).difference(judged)).delete()
        SupplierProgress.objects.bulk_create(
            [_progress(verdict, known) for verdict in verdicts],
            update_conflicts=True,
            unique_fields=["factory"],
            update_fields=WRITTEN,
        )
    return len(verdicts)


def _progress(verdict: StoredVerdict, known: SettingsByCountry) -> SupplierProgress:
    outcome_without_cases, close_without_cases = verdict.without_cases()
    return SupplierProgress(
        outcome_without_cases=outcome_without_cases,
        close_without_cases=close_without_cases,
        factory_id=verdict.factory_id,
        outcome=verdict.outcome,
        close=verdict.close,
        as_of=verdict.shown_day(known, cases=True),
        as_of_without_cases=verdict.shown_day(known, cases=False),
        criteria=verdict.standard.name,
        pillars=verdict.by_pillar(),
        criteria_rows=list(verdict.criteria_rows),
        next_steps=list(verdict.next_steps),
    )
