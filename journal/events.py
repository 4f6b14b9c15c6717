"""Telling the journal: events are appended set-wise, chained per subject, with what they set off beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction

from journal.bulk import insert_objects, insert_rows
from journal.chain import event_hash
from journal.models import Delivery, Event, Head
from journal.reactions import checks_before, immediate_for, reactions_to, wake

if TYPE_CHECKING:
    from accounts.models import User

QUIET = "quiet"  # key of data that marks an event which is nobody's news: a history shows it, a desk does not
BATCH = 2000  # rows a statement at most; Django cuts smaller where the database wants it


@dataclass(slots=True)
class Recording:
    """What the running command has told so far."""

    count: int = 0


@dataclass(frozen=True, slots=True)
class Happening:
    """One event yet to be recorded. `subject` is "<noun>:<code or uuid>"; `data` is JSON and holds no personal data."""

    kind: str
    subject: str
    factory_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)


class OutsideCommand(RuntimeError):
    """Somebody recorded an event with no command around it."""


_recording: ContextVar[Recording | None] = ContextVar("recording", default=None)


@contextmanager
def recording() -> Iterator[Recording]:
    """The span of one command."""
    token = _recording.set(Recording())
    try:
        current = _recording.get()
        assert current is not None  # noqa: S101  # set two lines above
        yield current
    finally:
        _recording.reset(token)


def record(
    kind: str,
    *,
    subject: str,
    actor: User | None,
    at: datetime,
    factory_id: int | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Append one event. `actor` is None when the system acts (schedule, reaction)."""
    record_many([Happening(kind, subject, factory_id, data or {})], actor=actor, at=at)


def record_many(happenings: Sequence[Happening], *, actor: User | None, at: datetime) -> None:
    """Append events in the order given, in a constant number of statements a batch.

    Raises:
        OutsideCommand: no command is running.
    """
    current = _recording.get()
    if current is None:
        raise OutsideCommand("record() is only for commands")
    if not happenings:
        return
    for check in checks_before():
        check(happenings)
    heads = _locked_heads({h.subject for h in happenings})
    stored = _chained(happenings, heads, actor=actor, at=at)
    insert_objects(stored)
    # an upsert of rows already locked: several times cheaper than bulk_update's CASE for each
    Head.objects.bulk_create(
        [Head(subject=h.subject, sequence=h.sequence, hash=h.hash) for h in heads.values()],
        update_conflicts=True,
        unique_fields=["subject"],
        update_fields=["sequence", "hash"],
        batch_size=BATCH,
    )
    current.count += len(stored)
    _owe(stored, at=at)
    _do_now(happenings, actor=actor, at=at)


def _locked_heads(subjects: set[str]) -> dict[str, Head]:
    """The subjects' heads, made where missing, locked in one order so that two writers never wait for each other."""
    if len(subjects) == 1:  # no order to keep: a head that is there, as it nearly always is, needs no making
        only = Head.objects.select_for_update().filter(subject__in=subjects).first()
        if only is not None:
            return {only.subject: only}
    ordered = sorted(subjects)
    heads: dict[str, Head] = {}
    for start in range(0, len(ordered), BATCH):
        part = ordered[start : start + BATCH]
        Head.objects.bulk_create([Head(subject=s) for s in part], ignore_conflicts=True)
        locked = Head.objects.select_for_update().filter(subject__in=part).order_by("subject")
        heads.update((head.subject, head) for head in locked)
    return heads


def _chained(
    happenings: Iterable[Happening], heads: dict[str, Head], *, actor: User | None, at: datetime
) -> list[Event]:
    """Events linked to their subject's chain; moves the heads along."""
    actor_id = actor.pk if actor else None
    actor_name = actor.name if actor else ""
    actor_address = actor.email if actor else ""
    made = []
    for happening in happenings:
        head = heads[happening.subject]
        said: dict[str, Any] = {
            "subject": happening.subject,
            "sequence": head.sequence + 1,
            "kind": happening.kind,
            "factory_id": happening.factory_id,
            "actor_id": actor_id,
            "actor_name": actor_name,
            "actor_address": actor_address,
            "at": at,
            "data": happening.data,
        }
        digest = event_hash(previous=head.hash, **said)
        made.append(Event(previous_hash=head.hash, hash=digest, **said))
        head.sequence, head.hash = head.sequence + 1, digest
    return made


def _owe(stored: Iterable[Event], *, at: datetime) -> None:
    """Write the deliveries that the events owe, and wake the worker once per reaction after commit."""
    owed: dict[tuple[str, int | None], Event] = {}
    for event in stored:
        for reaction in reactions_to(event.kind):
            # events of one command about one factory are delivered together: one row is enough
            owed.setdefault((reaction, event.factory_id), event)
    if not owed:
        return
    rows = [
        (event.pk, reaction, factory_id, Delivery.State.WAITING, 0, at, "")
        for (reaction, factory_id), event in owed.items()
    ]
    insert_rows(
        Delivery, ("event", "reaction", "factory_id", "state", "attempts", "recorded_at", "error"), rows
    )
    for reaction in sorted({reaction for reaction, _ in owed}):
        # robust: a broker that is down must not fail a request whose facts are committed; the sweep follows up
        transaction.on_commit(partial(wake, reaction), robust=True)


def _do_now(happenings: Iterable[Happening], *, actor: User | None, at: datetime) -> None:
    """What takes a right or a publication away happens inside this very transaction."""
    by_kind: dict[str, list[Happening]] = {}
    for happening in happenings:
        by_kind.setdefault(happening.kind, []).append(happening)
    for kind, together in by_kind.items():
        for follow in immediate_for(kind):
            follow(together, actor=actor, at=at)
