"""Keeping verdicts: only what changed is written, and never an older verdict over a newer one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from criteria.domain.distance import total_distance
from criteria.domain.engine import STANDINGS
from criteria.models import CriteriaVersion, Evaluation, EvaluationRun
from criteria.queries.criteria import Standard, standard_on
from criteria.queries.judgement import Judgement, digest_without_cases, judge_factories
from criteria.queries.pins import pins
from journal.bulk import insert_objects
from journal.commands import Unchanged, command
from journal.events import QUIET, Happening, record_many
from journal.queries import factories_of_chain

if TYPE_CHECKING:
    from accounts.models import User

CHANGED = "evaluation.changed"
BATCH = 400  # ids or rows a statement
NAMED = 500  # factories that are named in a statement; more are read with all the others


@dataclass(frozen=True, slots=True)
class EvaluationCounts:
    """What became of a run: how many factories it judged, and how many verdicts changed."""

    judged: int
    changed: int


class _Stored(NamedTuple):
    id: UUID
    factory_id: int
    criteria_id: UUID
    as_of: date
    digest: str
    is_current: bool
    outcome: str
    close: bool


@dataclass(frozen=True, slots=True)
class _Change:
    """A factory whose verdict is another than the one stored."""

    place: int  # in the judgement
    replaced: tuple[UUID, ...]
    stood: tuple[str, bool] | None  # outcome and closeness until now; None: never judged by these criteria
    revived: UUID | None  # the same verdict was given earlier that day, and replaced since


@command
def keep_verdicts(
    run: EvaluationRun, judgement: Judgement, *, actor: User | None, now: datetime
) -> EvaluationCounts | Unchanged:
    """Write the verdicts that changed, in bulk, move the current pointer, and record an event for each.

    A factory that a run begun later has judged meanwhile is passed over: its verdict is the newer one.
    """
    _lock(judgement.standard)
    changes = list(_changes(judgement, passed_over=_overtaken(run, judgement)))
    counts = EvaluationCounts(judged=len(judgement.loaded.factories), changed=len(changes))
    run.finished_at, run.judged, run.changed = now, counts.judged, counts.changed
    run.save(update_fields=["finished_at", "judged", "changed"])
    if not changes:
        return Unchanged(counts)
    _write(judgement, changes, actor=actor, now=now)
    return counts


@command
def judge_few(
    factories: Collection[int], *, code: str, as_of: date, actor: User | None, now: datetime
) -> tuple[Judgement, EvaluationCounts] | Unchanged:
    """Judge some factories and keep what changed, reading behind the lock: nobody can overtake.

    Evidence that comes in meanwhile owes a run of its own, and that one waits. A run that began to read before and
    writes later sees by the events which verdicts are newer than its own; where nothing changed there is none, and a
    finished run says so instead.

    Raises:
        NoCriteria: none of that code is approved.
    """
    standard = standard_on(as_of, code=code, locked=True)
    judgement = judge_factories(factories, standard=standard, as_of=as_of)
    changes = list(_changes(judgement, passed_over=()))
    counts = EvaluationCounts(judged=len(judgement.loaded.factories), changed=len(changes))
    if not changes:
        _note(factories, judgement, counts, now=now)
        return Unchanged((judgement, counts))
    _write(judgement, changes, actor=actor, now=now)
    return judgement, counts


def _note(
    factories: Collection[int], judgement: Judgement, counts: EvaluationCounts, *, now: datetime
) -> None:
    EvaluationRun.objects.create(
        criteria_id=judgement.standard.id,
        as_of=judgement.as_of,
        factories=sorted(factories),
        started_at=now,
        finished_at=now,
        judged=counts.judged,
        changed=counts.changed,
    )


def _lock(standard: Standard) -> None:
    """One writer at a time for these criteria: the row stays locked until the transaction ends."""
    CriteriaVersion.objects.select_for_update(no_key=True).only("pk").get(pk=standard.id)


def _overtaken(run: EvaluationRun, judgement: Judgement) -> frozenset[int]:
    """Factories that a person judged who has read later: told of since, or in a later run that has ended."""
    done = factories_of_chain(judgement.standard.subject, CHANGED, after=run.begun_after)
    later = EvaluationRun.objects.filter(
        criteria_id=judgement.standard.id, id__gt=run.pk, finished_at__isnull=False
    ).values_list("factories", flat=True)
    for factories in later:
        done.update(
            [factory.id for factory in judgement.loaded.factories] if factories is None else factories
        )
    return frozenset(done)


def _changes(judgement: Judgement, *, passed_over: Collection[int]) -> Iterator[_Change]:
    stored: dict[int, list[_Stored]] = defaultdict(list)
    for row in _stored(judgement):
        stored[row.factory_id].append(row)
    for place, (factory, digest) in enumerate(
        zip(judgement.loaded.factories, judgement.digests, strict=True)
    ):
        if factory.id in passed_over:
            continue
        rows = stored.get(factory.id, [])
        current = [row for row in rows if row.is_current]
        if any(row.as_of > judgement.as_of for row in current):
            continue
        if [(row.criteria_id, row.digest) for row in current] == [(judgement.standard.id, digest)]:
            continue
        again = [row.id for row in rows if not row.is_current and row.digest == digest]
        stood = (current[-1].outcome, current[-1].close) if current else None
        yield _Change(place, tuple(row.id for row in current), stood, again[0] if again else None)


def _stored(judgement: Judgement) -> list[_Stored]:
    """The current verdicts, and those given today and replaced since."""
    today = Q(criteria_id=judgement.standard.id, as_of=judgement.as_of)
    rows = Evaluation.objects.filter(Q(is_current=True) | today, criteria__code=judgement.standard.code)
    factories = judgement.loaded.factories
    if len(factories) <= NAMED:
        rows = rows.filter(factory_id__in=[factory.id for factory in factories])
    columns = ("id", "factory_id", "criteria_id", "as_of", "inputs_digest", "is_current", "outcome", "close")
    return [_Stored(*row) for row in rows.values_list(*columns)]


def _write(judgement: Judgement, changes: Sequence[_Change], *, actor: User | None, now: datetime) -> None:
    for part in _batches([row for change in changes for row in change.replaced]):
        Evaluation.objects.filter(pk__in=part).update(is_current=False)
    for part in _batches([change.revived for change in changes if change.revived is not None]):
        Evaluation.objects.filter(pk__in=part).update(is_current=True)
    new = [change.place for change in changes if change.revived is None]
    insert_objects(_rows(judgement, new, now=now))
    _record(judgement, changes, actor=actor, now=now)


def _rows(judgement: Judgement, places: Sequence[int], *, now: datetime) -> list[Evaluation]:
    verdicts, factories = judgement.verdicts, judgement.loaded.factories
    distance = total_distance(verdicts)
    rests_on = pins(
        judgement.loaded.evidence, of=[factories[place].id for place in places], as_of=judgement.as_of
    )
    return [
        Evaluation(
            factory_id=factories[place].id,
            criteria_id=judgement.standard.id,
            country=factories[place].country,
            as_of=judgement.as_of,
            outcome=STANDINGS[verdicts.standing[place]],
            failed=verdicts.failed(place),
            unknown=verdicts.unknown(place),
            failed_rules=int(verdicts.failed_rules[place]),
            close=bool(verdicts.close[place]),
            distance=int(distance[place]),
            vector=judgement.vectors[place],
            evidence=rests_on.get(factories[place].id, []),
            inputs_digest=judgement.digests[place],
            digest_without_cases=digest_without_cases(
                judgement.standard.digest, factories[place].country, judgement.vectors[place]
            ),
            evaluated_at=now,
        )
        for place in places
    ]


def _record(judgement: Judgement, changes: Sequence[_Change], *, actor: User | None, now: datetime) -> None:
    """One event a factory, all in the chain of the criteria: a thousand verdicts then lock one head, not a thousand."""
    verdicts, factories = judgement.verdicts, judgement.loaded.factories
    happened = []
    for change in changes:
        outcome = (STANDINGS[verdicts.standing[change.place]], bool(verdicts.close[change.place]))
        data: dict[str, Any] = {
            "factory": factories[change.place].code,
            "outcome": outcome[0],
            "close": outcome[1],
            "as_of": judgement.as_of.isoformat(),
            "inputs": judgement.digests[change.place],
        }
        if change.stood in {None, outcome}:
            data[QUIET] = True  # other inputs, or a first verdict: the outcome did not turn
        happened.append(Happening(CHANGED, judgement.standard.subject, factories[change.place].id, data))
    record_many(happened, actor=actor, at=now)


def _batches(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
