"""Every copy made anew, a slice of factories at a time, with a mark of how far it is: a killed rebuild goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from assessments.projections import rebuild_scores
from countries.queries.local_time import programme_day
from factories.projections import refresh_search_words
from factories.queries.by_id import factory_ids_after, number_of_factories
from portal.models import Rebuild
from portal.projections.listings import refresh_listings
from portal.projections.priorities import refresh_priorities
from portal.projections.progress import refresh_progress
from portal.projections.reports import refresh_reports
from portal.projections.scheme import refresh_scheme
from portal.projections.versions import ReadBehind
from portal.projections.wording import refresh_wording

FACTORIES = 1000
"""Factories whose copies are made before the mark is moved: what a killed rebuild does twice."""
OLDEST = timedelta(days=1)
"""After which a rebuild that stopped is not gone on with."""
ATTEMPTS = 5
SHIPPED = frozenset({".py", ".toml", ".csv"})
"""The program, and the questions, criteria, laws and countries that it ships."""

OF_FACTORIES: Mapping[str, Callable[[Sequence[int]], int]] = {
    "scores": rebuild_scores,  # read by what follows
    "search words": refresh_search_words,
    "listings": refresh_listings,
    "progress": refresh_progress,
    "reports": refresh_reports,
}


@dataclass(frozen=True, slots=True)
class RebuildStep:
    """How far a rebuild is. `rows`: made so far, by copy. `resumed`: an earlier process had begun it."""

    factories: int
    of: int
    rows: Mapping[str, int]
    begun_at: datetime
    resumed: bool


def rebuild_all(*, now: datetime, anew: bool = False) -> Iterator[RebuildStep]:
    """Make every copy again, and say after each slice how far it is; the first step says where it begins.

    Each slice is written by short transactions of its own, so pages and workers go on beside it. Two rebuilds at once
    do the same work twice and no harm.

    Args:
        now: the moment.
        anew: forget a rebuild that stopped.
    """
    mark, resumed = _mark(now, anew=anew)
    total = number_of_factories()

    def step() -> RebuildStep:
        return RebuildStep(mark.factories, total, dict(mark.rows), mark.begun_at, resumed)

    yield step()
    while ids := factory_ids_after(mark.through, limit=FACTORIES):
        for name, rebuild in OF_FACTORIES.items():
            mark.rows[name] = mark.rows.get(name, 0) + _in_turn(rebuild, ids)
        mark.through, mark.factories = ids[-1], mark.factories + len(ids)
        _keep(mark)
        yield step()
    mark.rows |= _of_everybody(now)
    Rebuild.objects.filter(pk=mark.pk).delete()
    yield step()


def rebuild_of(factory_id: int, *, now: datetime) -> Mapping[str, int]:
    """Make every copy of one factory again, and what is everybody's; rows made, by copy."""
    of_factory = {name: _in_turn(rebuild, [factory_id]) for name, rebuild in OF_FACTORIES.items()}
    return of_factory | _of_everybody(now)


def _of_everybody(now: datetime) -> dict[str, int]:
    """A country's mean is everybody's, and criteria and languages are few."""
    return {
        "priorities": refresh_priorities(programme_day(now)),
        "criteria": refresh_scheme(),
        "languages": refresh_wording(),
    }


def _in_turn(rebuild: Callable[[Sequence[int]], int], ids: Sequence[int]) -> int:
    """A worker may have been quicker with one of these factories: then once more, on what it saw."""
    for _ in range(ATTEMPTS - 1):
        try:
            return rebuild(ids)
        except ReadBehind:
            continue
    return rebuild(ids)


def _mark(now: datetime, *, anew: bool) -> tuple[Rebuild, bool]:
    """The mark of a rebuild that stopped and may go on, else a new one; whether it goes on."""
    software = _software()
    going_on = Rebuild.objects.filter(software=software, begun_at__gt=now - OLDEST).order_by("pk").last()
    if going_on is not None and not anew:
        return going_on, True
    Rebuild.objects.all().delete()
    return Rebuild.objects.create(software=software, begun_at=now), False


def _keep(mark: Rebuild) -> None:
    """Write how far it is; a row that another rebuild has removed stays removed."""
    Rebuild.objects.filter(pk=mark.pk).update(through=mark.through, factories=mark.factories, rows=mark.rows)


def _software() -> str:
    """A digest of the program and its data: copies of one rebuild are all made by the same."""
    digest = sha256()
    base = Path(settings.BASE_DIR)
    others = (base / "tests", base / "var")
    for path in sorted(base.glob("[a-z]*/**/*")):
        if path.suffix in SHIPPED and not any(map(path.is_relative_to, others)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
