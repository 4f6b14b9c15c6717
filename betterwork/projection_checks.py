"""Copies for readers, made anew and compared: whoever changes one by raw SQL changes what the world reads."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Max, QuerySet

from betterwork import reactions
from countries.queries.local_time import programme_day
from factories.projections import refresh_search_words
from journal.chains.faults import Break
from journal.queries import is_pending
from portal import projections
from sector_tables.projections import refresh_sector_counts

Rows = dict[tuple[Any, ...], tuple[Any, ...]]
"""Key of a row → its other values."""
CopiedRows = dict[str, Rows]
"""Table → its rows."""


@dataclass(frozen=True, slots=True)
class Copied:
    """Tables that one rebuild makes.

    `kept_by`: the reactions by which a worker keeps them. `ignored`: columns that need not agree.
    """

    tables: tuple[str, ...]
    rebuild: Callable[[datetime], Callable[[], object]]  # made before the tables are emptied
    kept_by: tuple[str, ...]
    key: tuple[str, ...] = ("pk",)
    ignored: tuple[str, ...] = ()


def _priorities(now: datetime) -> Callable[[], object]:
    """As of the day for which the list was made last."""
    entries = apps.get_model("portal.PriorityEntry").objects
    day = entries.aggregate(day=Max("as_of"))["day"] or programme_day(now)
    return partial(projections.refresh_priorities, day)


COPIES: tuple[Copied, ...] = (
    Copied(
        ("portal.Listing", "portal.FormerListing"),
        lambda _now: projections.refresh_listings,
        (reactions.PUBLISH, reactions.SHOW),
    ),
    Copied(
        ("factories.FactoryWord",),
        lambda _now: refresh_search_words,
        (reactions.SEARCH_WORDS,),
        key=("factory_id", "word_id"),
        ignored=("pk",),
    ),
    Copied(("portal.SupplierProgress",), lambda _now: projections.refresh_progress, (reactions.PROGRESS,)),
    Copied(
        ("portal.SupplierReport", "portal.PublicAssessment"),
        lambda _now: projections.refresh_reports,
        (reactions.REPORTS,),
    ),
    Copied(("portal.PriorityEntry",), _priorities, (reactions.PRIORITY,)),
    Copied(("portal.SchemeCriteria",), lambda _now: projections.refresh_scheme, (reactions.SCHEME,)),
    Copied(("portal.Wording",), lambda _now: projections.refresh_wording, (reactions.WORDING,)),
    Copied(
        ("sector_tables.SectorCount",),
        lambda now: partial(refresh_sector_counts, now=now),
        (reactions.SECTOR,),
        key=("country", "year", "level", "code"),
        ignored=("id", "counted_at"),
    ),
)


def copy_faults(now: datetime) -> Generator[Break, None, int]:
    """Every row of a copy that is not what a rebuild makes, and as its result how many tables were compared.

    A copy that a worker has still to bring up to date is left out (`stale_copies`). Nothing is changed.
    """
    compared = 0
    for copied in COPIES:
        if _is_behind(copied):
            continue
        compared += len(copied.tables)
        yield from differences(rows_of(copied), rebuilt_rows(copied, now))
    return compared


def stale_copies() -> list[str]:
    """Tables whose worker still has something to do, so that they cannot be compared."""
    return [table for copied in COPIES if _is_behind(copied) for table in copied.tables]


def _is_behind(copied: Copied) -> bool:
    return any(is_pending(reaction, since=None) for reaction in copied.kept_by)


def rows_of(copied: Copied) -> CopiedRows:
    """What stands in the tables."""
    return {table: _rows(table, copied) for table in copied.tables}


def rebuilt_rows(copied: Copied, now: datetime) -> CopiedRows:
    """What a rebuild of the emptied tables makes; the tables stay as they were."""
    with transaction.atomic():
        rebuild = copied.rebuild(now)
        for table in copied.tables:
            QuerySet(apps.get_model(table)).delete()
        rebuild()
        made = rows_of(copied)
        transaction.set_rollback(True)
    return made


def differences(stored: CopiedRows, expected: CopiedRows) -> Iterator[Break]:
    """Rows that are not as they should be."""
    for table, rows in stored.items():
        for key in sorted(rows.keys() | expected[table].keys(), key=str):
            if rows.get(key) == expected[table].get(key):
                continue
            code = "invented" if key not in expected[table] else "missing" if key not in rows else "altered"
            message = "this copy is not what a rebuild makes of the facts; run rebuild_projections, find who wrote it"
            yield Break(f"{table}:{'/'.join(str(part) for part in key)}", code, message)


def _rows(table: str, copied: Copied) -> Rows:
    model = apps.get_model(table)
    left_out = {*copied.key, *copied.ignored}
    if copied.key == ("pk",):
        left_out.add(model._meta.pk.name)
    names = [field.attname for field in model._meta.concrete_fields if field.name not in left_out]
    rows: QuerySet[Any, Any] = QuerySet(model).values_list(*copied.key, *names)
    keys = len(copied.key)
    return {row[:keys]: row[keys:] for row in rows}
