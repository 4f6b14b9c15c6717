"""Telling the journal: events are appended set-wise, chained per subject, with what they set off beside them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction

from journal.bulk import insert_objects, insert_rows
from journal.chains.hashes import body_hash, canonical, commitment, link_hash
from journal.models import ChainHead, Delivery, Event, RowDigests
from journal.reactions import checks_before, immediate_for, reactions_to, wake
from journal.row_digests.capture import Capture
from journal.row_digests.coverage import covered_tables
from journal.row_digests.digests import batch_hash, written_digests

if TYPE_CHECKING:
    from accounts.models import User

QUIET = "quiet"  # key of data that marks an event which is nobody's news: a history shows it, a desk does not
ERASED = "person.erased"  # of subject "user:<id>": this person's name and address stand in no event any more
BATCH = 2000  # rows a statement at most; Django cuts smaller where the database wants it


@dataclass(slots=True)
class Recording:
    """What the running command has told and written so far. Its events are stored when it has written everything."""

    events: list[Event] = field(default_factory=list)
    heads: dict[str, ChainHead] = field(default_factory=dict)  # locked, as they stood before the command
    capture: Capture = field(default_factory=Capture)

    @property
    def count(self) -> int:
        """How many events."""
        return len(self.events)


@dataclass(frozen=True, slots=True)
class Happening:
    """One event yet to be recorded. `subject` is "<noun>:<code or uuid>"; `data` is JSON and holds no personal data."""

    kind: str
    subject: str
    factory_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)


class OutsideCommand(RuntimeError):
    """A person recorded an event with no command around it."""


_recording: ContextVar[Recording | None] = ContextVar("recording", default=None)


@contextmanager
def recording() -> Iterator[Recording]:
    """The span of one command."""
    current = Recording()
    token = _recording.set(current)
    try:
        with current.capture.watching():
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
    """Append events in the order given; `store` writes them at the command's end.

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
    current.heads.update(_locked_heads({h.subject for h in happenings} - current.heads.keys()))
    current.events += _as_events(happenings, actor=actor, at=at)
    _do_now(happenings, actor=actor, at=at)


def note_written(table: str, keys: Iterable[Any]) -> None:
    """Have the running command carry digests of rows that it did not write itself.

    Raises:
        OutsideCommand: no command is running.
    """
    current = _recording.get()
    if current is None:
        raise OutsideCommand("note_written() is only for commands")
    keys = set(keys)
    if keys:
        current.capture.written[table] |= keys


def store(current: Recording) -> None:
    """Write the events of a command that has written all its rows, in a constant number of statements a batch.

    The last event carries the digests of the rows.
    """
    digests = _row_digests(current.capture)
    if digests:
        current.events[-1].rows_hash = batch_hash(
            (digest.table, digest.columns, digest.rows) for digest in digests
        )
    _chain(current.events, current.heads)
    insert_objects(current.events)
    for batch in digests:
        batch.event_id = current.events[-1].pk
    insert_objects(digests)
    # an upsert of rows already locked: several times cheaper than bulk_update's CASE for each
    ChainHead.objects.bulk_create(
        current.heads.values(),
        update_conflicts=True,
        unique_fields=["subject"],
        update_fields=["sequence", "hash"],
        batch_size=BATCH,
    )
    _owe(current.events)


def _row_digests(capture: Capture) -> list[RowDigests]:
    made = []
    for name, keys in sorted(capture.written.items()):
        table = covered_tables()[name]
        rows = canonical(written_digests(table, keys))
        made.append(RowDigests(table=name, columns=" ".join(table.columns), rows=rows))
    return made


def _locked_heads(subjects: set[str]) -> dict[str, ChainHead]:
    """The subjects' heads, made where missing, locked in one order so that two writers never wait for each other."""
    if not subjects:
        return {}
    if len(subjects) == 1:  # no order to keep: a head that is there, as it nearly always is, needs no making
        only = ChainHead.objects.select_for_update().filter(subject__in=subjects).first()
        if only is not None:
            return {only.subject: only}
    ordered = sorted(subjects)
    heads: dict[str, ChainHead] = {}
    for start in range(0, len(ordered), BATCH):
        part = ordered[start : start + BATCH]
        ChainHead.objects.bulk_create([ChainHead(subject=s) for s in part], ignore_conflicts=True)
        locked = ChainHead.objects.select_for_update().filter(subject__in=part).order_by("subject")
        heads.update((head.subject, head) for head in locked)
    return heads


def _as_events(happenings: Iterable[Happening], *, actor: User | None, at: datetime) -> list[Event]:
    """Events that are not chained yet."""
    actor_id = actor.pk if actor else None
    name = actor.name if actor else ""
    address = actor.email if actor else ""
    made = []
    for happening in happenings:
        salt = secrets.token_hex(16)
        made.append(
            Event(
                subject=happening.subject,
                kind=happening.kind,
                factory_id=happening.factory_id,
                actor_id=actor_id,
                actor_name=name,
                actor_address=address,
                actor_salt=salt,
                actor_commitment=commitment(salt, name, address),
                at=at,
                data=happening.data,
            )
        )
    return made


def _chain(events: Iterable[Event], heads: dict[str, ChainHead]) -> None:
    """Link events to their subjects' chains; moves the heads along."""
    for event in events:
        head = heads[event.subject]
        event.sequence, event.previous_hash = head.sequence + 1, head.hash
        event.hash = link_hash(head.hash, body_of(event))
        head.sequence, head.hash = event.sequence, event.hash


def body_of(event: Event) -> str:
    """The hash over what an event says."""
    return body_hash(
        subject=event.subject,
        sequence=event.sequence,
        kind=event.kind,
        factory_id=event.factory_id,
        actor_id=event.actor_id,
        actor_commitment=event.actor_commitment,
        at=event.at,
        data=event.data,
        rows_hash=event.rows_hash,
    )


def _owe(stored: Iterable[Event]) -> None:
    """Write the deliveries that the events owe, and wake the worker once per reaction after commit."""
    pending: dict[tuple[str, int | None], Event] = {}
    for event in stored:
        for reaction in reactions_to(event.kind):
            # events of one command about one factory are delivered together: one row is enough
            pending.setdefault((reaction, event.factory_id), event)
    if not pending:
        return
    rows = [
        (event.pk, reaction, factory_id, Delivery.State.WAITING, 0, event.at, "")
        for (reaction, factory_id), event in pending.items()
    ]
    insert_rows(
        Delivery, ("event", "reaction", "factory_id", "state", "attempts", "recorded_at", "error"), rows
    )
    for reaction in sorted({reaction for reaction, _ in pending}):
        # robust: a broker that is down must not fail a request whose facts are committed; the sweep follows up
        transaction.on_commit(partial(wake, reaction), robust=True)


def _do_now(happenings: Iterable[Happening], *, actor: User | None, at: datetime) -> None:
    """What takes a right or a publication away happens inside this very transaction."""
    by_kind: dict[str, list[Happening]] = {}
    for happening in happenings:
        by_kind.setdefault(happening.kind, []).append(happening)
    for kind, events in by_kind.items():
        for follow in immediate_for(kind):
            follow(events, actor=actor, at=at)
