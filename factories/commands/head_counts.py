"""How many work in a factory, counted on days. A corrected count is kept beside the one that replaces it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from factories.commands.changes import check_day, check_reason, check_seen, locked, record_change
from factories.domain.registry_events import COUNTS
from factories.models import Factory, Workforce
from factories.policies.registry import check_may_observe
from journal.bulk import insert_objects
from journal.commands import Unchanged, command
from journal.events import BATCH
from journal.refusals import Refused


class MoreWomenThanWorkers(Refused):
    """Women are among the workers."""

    field = "women_workers"


@command
def record_workforce(
    factory_id: int,
    *,
    counted_on: date,
    workers: int,
    women_workers: int | None,
    reason: str = "",
    seen: int | None = None,
    actor: User | None,
    now: datetime,
) -> Workforce | Unchanged:
    """A head count of a day; the count of the newest day is what the factory's page shows.

    Another count of the same day corrects the first, which is kept as superseded; whoever corrects says why.

    Raises:
        MoreWomenThanWorkers, NotYet, ReasonMissing, ChangedMeanwhile, NotYourRegistry.
    """
    check_women(workers, women_workers)
    factory = locked(factory_id)
    check_may_observe(actor, factory.pk)
    if actor is not None:
        check_day(factory, counted_on, now, field="counted_on")
    old = Workforce.objects.filter(factory=factory, counted_on=counted_on, superseded_at__isnull=True).first()
    if old is not None and (old.workers, old.women_workers) == (workers, women_workers):
        return Unchanged(old)
    if old is not None:
        check_reason(actor, reason)
    check_seen(factory, seen, COUNTS)
    made = Workforce(
        factory=factory,
        counted_on=counted_on,
        workers=workers,
        women_workers=women_workers,
        recorded_at=now,
    )
    apply_counts([made], now=now)
    _apply_newest(factory)
    kind = "workforce.recorded" if old is None else "workforce.corrected"
    before = None if old is None else {"workers": old.workers, "women_workers": old.women_workers}
    record_change(kind, factory, actor=actor, now=now, workers=workers, women_workers=women_workers,
                  on=counted_on, old=before, reason=reason)  # fmt: skip
    return Workforce.objects.get(factory=factory, counted_on=counted_on, superseded_at__isnull=True)


def check_women(workers: int | None, women: int | None) -> None:
    """Raises MoreWomenThanWorkers."""
    if workers is not None and women is not None and women > workers:
        raise MoreWomenThanWorkers(_("There are more women than workers; correct one of the two."))


def apply_counts(counts: Sequence[Workforce], *, now: datetime) -> None:
    """Write head counts of any number of factories; differing ones of the same day are kept as superseded.

    Two statements, and two more a batch of 2,000 factories.
    """
    current = {(count.factory_id, count.counted_on): count for count in _current_counts(counts)}
    new = [count for count in counts if not _same(count, current.get((count.factory_id, count.counted_on)))]
    replaced = [current[key].pk for count in new if (key := (count.factory_id, count.counted_on)) in current]
    for start in range(0, len(replaced), BATCH):
        Workforce.objects.filter(pk__in=replaced[start : start + BATCH]).update(superseded_at=now)
    insert_objects(new)


def _current_counts(counts: Sequence[Workforce]) -> Iterable[Workforce]:
    days, factories = {count.counted_on for count in counts}, [count.factory_id for count in counts]
    for start in range(0, len(factories), BATCH):
        yield from Workforce.objects.filter(
            factory_id__in=factories[start : start + BATCH], counted_on__in=days, superseded_at__isnull=True
        )


def _same(count: Workforce, current: Workforce | None) -> bool:
    return current is not None and (count.workers, count.women_workers) == (
        current.workers,
        current.women_workers,
    )


def _apply_newest(factory: Factory) -> None:
    """The factory's numbers are those of the newest day that was counted."""
    newest = (
        Workforce.objects.filter(factory=factory, superseded_at__isnull=True).order_by("-counted_on").first()
    )
    if newest is not None:
        factory.workers, factory.women_workers = newest.workers, newest.women_workers
        factory.save(update_fields=["workers", "women_workers"])
