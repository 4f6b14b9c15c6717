"""A factory list comes in: all of it or nothing, or the rows that are right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime

from accounts.models import User
from countries.commands.adding import apply_countries
from countries.queries.local_time import LocalDays
from factories.commands.head_counts import apply_counts
from factories.commands.links import apply_starts
from factories.commands.locking import lock_registry
from factories.models import DuplicatePair, Factory, FormerName, Identifier, Workforce
from factories.policies.lists import countries_for_lists
from factory_lists.commands.import_diff import Differ, ImportDiff
from factory_lists.domain.factory_rows import FactoryRow
from files.domain.problems import ImportOutcome
from journal.bulk import collection_paused, insert_objects
from journal.commands import Unchanged, command
from journal.events import BATCH, Happening

_CHANGING = (
    "name", "address", "match_name", "match_address", "latitude", "longitude", "workers", "women_workers",
    "products", "joined_on", "is_closed", "closed_on", "described_on",
)  # fmt: skip


def _no_callback() -> None:
    """Nobody asks to be called before the writing."""


@command
def import_factories(
    rows: Sequence[FactoryRow],
    *,
    actor: User | None,
    now: datetime,
    day: date | None = None,
    partial: bool = False,
    dry_run: bool = False,
    fictional: bool = False,
    before_writing: Callable[[], None] = _no_callback,
) -> ImportOutcome | Unchanged:
    """Register and correct factories from a list; the same list again changes nothing.

    A row is matched by code, else by OS ID, else by name, address and country, today's or former ones; else it is
    registered. Brands that never bought from a factory begin to: a new factory's on the day it joined (or today), a
    known one's today. On any problem nothing is written, unless `partial`.

    Args:
        rows: of the list.
        actor: who imports: country managers factories of their countries, the global team all; None for the operator.
        now: the moment of recording.
        day: the day that the list is of; None for today in each factory's country. An older list replaces nothing
            that a newer one said.
        partial: write the rows without problems; the problems are in the outcome all the same.
        dry_run: compare and count, write nothing.
        fictional: mark the factories as made up.
        before_writing: called inside the transaction when all is compared; may raise to roll back.

    Raises:
        MayNotImport: the actor's role brings in no lists.
    """
    countries = countries_for_lists(actor)
    lock_registry()
    days = LocalDays(now)
    diff = Differ(days, day=day, countries=countries).of(rows)
    outcome = _outcome(rows, diff)
    if diff.problems and not partial:
        return Unchanged(ImportOutcome(rows=len(rows), problems=outcome.problems, notes=outcome.notes))
    if dry_run or not outcome.changed:
        return Unchanged(outcome)
    before_writing()
    with collection_paused():
        _apply_diff(diff, days, actor=actor, now=now, fictional=fictional)
    return outcome


def _apply_diff(
    diff: ImportDiff, days: LocalDays, *, actor: User | None, now: datetime, fictional: bool
) -> None:
    apply_countries({factory.country_id for factory in diff.made.values()})
    _apply_factories(diff, fictional=fictional)
    _apply_pairs(diff, now=now)
    _apply_former_names(diff)
    _apply_os_ids(diff, days)
    _apply_head_counts(diff, now=now)
    starts = [(f.pk, f.code, brand, on) for f, brand, on in diff.starts]
    apply_starts(starts, assumed=True, before=_events(diff), actor=actor, now=now)


def _outcome(rows: Sequence[FactoryRow], diff: ImportDiff) -> ImportOutcome:
    return ImportOutcome(
        rows=len(rows),
        created=len(diff.made),
        updated=len(diff.touched),
        unchanged=diff.unchanged,
        suspected=len(diff.likes),
        problems=tuple(diff.problems),
        notes=tuple(diff.notes),
    )


def _apply_factories(diff: ImportDiff, *, fictional: bool) -> None:
    for factory in diff.made.values():
        factory.fictional = fictional
    insert_objects(list(diff.made.values()))
    _apply_changes(diff.changed.values(), _CHANGING)


def _apply_changes(factories: Collection[Factory], fields: Sequence[str]) -> None:
    """Write these fields of known factories: as an upsert, several times cheaper than bulk_update's CASE for each."""
    Factory.objects.bulk_create(
        factories, update_conflicts=True, unique_fields=["id"], update_fields=fields, batch_size=BATCH
    )


def _apply_pairs(diff: ImportDiff, *, now: datetime) -> None:
    """Whom a new factory may be, for people to decide."""
    found = {
        tuple(sorted((diff.made[code].pk, like.known.key.pk))): like
        for code, likes in diff.likes.items()
        for like in likes
        if isinstance(like.known.key, Factory)
    }
    DuplicatePair.objects.bulk_create(
        [
            DuplicatePair(
                first_id=ids[0], second_id=ids[1], because=like.because, score=like.score, found_at=now
            )
            for ids, like in found.items()
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def _apply_former_names(diff: ImportDiff) -> None:
    FormerName.objects.bulk_create(
        diff.former,
        update_conflicts=True,
        unique_fields=["factory", "match_name", "match_address"],
        update_fields=["name", "address", "until_on", "recorded_at"],
        batch_size=BATCH,
    )


def _apply_os_ids(diff: ImportDiff, days: LocalDays) -> None:
    if not diff.os_ids:
        return
    replaced: dict[date, list[int]] = defaultdict(list)
    for factory, _value in diff.os_ids:
        if factory.code in diff.changed:
            replaced[days.of(factory.country_id)].append(factory.pk)
    current = Identifier.objects.filter(scheme=Identifier.Scheme.OS_ID, until_on__isnull=True)
    for today, factories in replaced.items():
        for start in range(0, len(factories), BATCH):
            current.filter(factory_id__in=factories[start : start + BATCH]).update(until_on=today)
    Identifier.objects.bulk_create(
        [
            Identifier(
                factory=factory,
                scheme=Identifier.Scheme.OS_ID,
                value=value,
                from_on=days.of(factory.country_id),
            )
            for factory, value in diff.os_ids
        ],
        batch_size=BATCH,
    )


def _apply_head_counts(diff: ImportDiff, *, now: datetime) -> None:
    """A list that says how many work there is a head count of its day; the factory's own is the newest."""
    counts = [
        Workforce(
            factory=factory,
            counted_on=day,
            workers=counted.workers,
            women_workers=counted.women,
            recorded_at=now,
        )
        for factory, day, counted in diff.counted.values()
    ]
    apply_counts(counts, now=now)


def _events(diff: ImportDiff) -> list[Happening]:
    registered = [
        Happening("factory.registered", f"factory:{code}", factory.pk, {"by": "list", **_like(diff, code)})
        for code, factory in diff.made.items()
    ]
    corrected = [
        Happening(
            _kind(diff, code),
            f"factory:{code}",
            factory.pk,
            {"by": "list", "fields": sorted(diff.fields[code]), **_was_closed(diff, code)},
        )
        for code, factory in diff.changed.items()
    ]
    return registered + corrected


def _kind(diff: ImportDiff, code: str) -> str:
    if code in diff.closed:
        return "factory.closed"
    return "factory.reopened" if code in diff.reopened else "factory.corrected"


def _was_closed(diff: ImportDiff, code: str) -> dict[str, str]:
    """Since when it was said to be closed, of one that the list opens again."""
    day = diff.reopened.get(code)
    return {} if day is None else {"closed_on": day.isoformat()}


def _like(diff: ImportDiff, code: str) -> dict[str, str]:
    """Which factory the new one may be, and why: whoever decides it later can see what was seen."""
    if code not in diff.likes:
        return {}
    like = diff.likes[code][0]
    return {"perhaps": getattr(like.known.key, "code", ""), "because": like.because}
