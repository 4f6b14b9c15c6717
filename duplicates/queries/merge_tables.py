"""The tables that name a factory, by the rules of merging: what two records have, and what came since a merge."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from duplicates.domain.merge_rules import MergeRule
from duplicates.models import FactoryMerge


@cache
def merge_rules() -> tuple[MergeRule, ...]:
    """The rules of every table that names a factory (`settings.MERGE_RULES`)."""
    found: tuple[MergeRule, ...] = import_string(settings.MERGE_RULES)
    return found


def model_of(rule_or_table: MergeRule | str) -> type[models.Model]:
    """The model of a rule or of a table's name."""
    return apps.get_model(rule_or_table.table if isinstance(rule_or_table, MergeRule) else rule_or_table)


def rows_of(table: str) -> models.QuerySet[Any]:
    """Every row of a table, those of merged factories too."""
    return model_of(table)._base_manager.all()  # noqa: SLF001  # Django's name, documented


@dataclass(frozen=True, slots=True)
class Holding:
    """How many rows of one kind each of two factories has, and the latest day of each."""

    label: str | Promise
    numbers: tuple[int, int]
    latest: tuple[Any, Any]


def holdings(first: int, second: int) -> list[Holding]:
    """What two factories hold, kind by kind, without kinds that neither has. A query a kind."""
    found = []
    for rule in merge_rules():
        if rule.evidence:
            rows = (
                _current_rows(rule)
                .filter(factory__in=(first, second))
                .values_list("factory")
                .order_by("factory")
            )
            counted = {
                factory_id: (number, day)
                for factory_id, number, day in rows.annotate(models.Count("pk"), models.Max(rule.day))
            }
            numbers = tuple(counted.get(factory_id, (0, None))[0] for factory_id in (first, second))
            latest = tuple(counted.get(factory_id, (0, None))[1] for factory_id in (first, second))
            if any(numbers):
                found.append(Holding(rule.label, (numbers[0], numbers[1]), (latest[0], latest[1])))
    return found


def _current_rows(rule: MergeRule) -> models.QuerySet[Any]:
    """Rows that were not superseded by a later version."""
    names = {column.name for column in model_of(rule)._meta.get_fields()}
    rows = rows_of(rule.table)
    return rows.filter(superseded_at__isnull=True) if "superseded_at" in names else rows


@dataclass(frozen=True, slots=True)
class Later:
    """A row that was recorded since a merge: where it is chosen from when the merge is taken back."""

    table: str
    id: str
    label: str | Promise
    day: Any

    @property
    def key(self) -> str:
        """As a form sends it."""
        return f"{self.table}:{self.id}"


def recorded_since(merge: FactoryMerge) -> list[Later]:
    """Evidence of the kept factory that neither record had when they were merged. A query a kind."""
    found = []
    for rule in merge_rules():
        if rule.evidence:
            known = {*map(str, merge.held.get(rule.table, ())), *map(str, merge.moved.get(rule.table, ()))}
            rows = _current_rows(rule).filter(factory=merge.kept_id).order_by(rule.day, "pk")
            found += [
                Later(rule.table, str(pk), rule.label, day)
                for pk, day in rows.values_list("pk", rule.day)
                if str(pk) not in known
            ]
    return found


def chosen_rows(keys: Collection[str], offered: Sequence[Later]) -> dict[str, list[str]]:
    """Table → ids of the rows among those offered whose keys were sent."""
    found: dict[str, list[str]] = {}
    for row in offered:
        if row.key in keys:
            found.setdefault(row.table, []).append(row.id)
    return found
