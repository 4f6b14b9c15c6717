"""Daily seals, and the walk that finds a changed, removed or inserted event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from journal.chain import event_hash, seal_hash
from journal.models import Event, Head, Seal


@dataclass(frozen=True, slots=True)
class Break:
    """One place where the journal does not hold together."""

    subject: str
    code: str
    message: str


def seal(day: date) -> Seal | None:
    """Chain the heads as they stand; the same day again changes nothing."""
    with transaction.atomic():
        if Seal.objects.filter(day=day).exists():
            return None
        last = Seal.objects.select_for_update().order_by("-day").first()
        heads = list(Head.objects.order_by("subject").values_list("subject", "sequence", "hash"))
        last_id = Event.objects.aggregate(last=Max("id"))["last"] or 0
        previous = last.hash if last else ""
        digest = seal_hash(previous=previous, day=day.isoformat(), heads=heads, last_event_id=last_id)
        return Seal.objects.create(
            day=day, heads=len(heads), last_event_id=last_id, previous_hash=previous, hash=digest
        )


def walk() -> Iterator[Break | int]:
    """Every event in order of its chain: yields a `Break` for each fault, and at the end how many were checked."""
    heads = dict(Head.objects.values_list("subject", "hash"))
    checked, subject, previous, sequence = 0, "", "", 0
    for event in Event.objects.order_by("subject", "sequence").iterator(chunk_size=5000):
        if event.subject != subject:
            if subject:
                yield from _tail(subject, previous, heads)
            subject, previous, sequence = event.subject, "", 0
        checked += 1
        sequence += 1
        yield from _faults(event, previous, sequence)
        previous, sequence = event.hash, event.sequence
    if subject:
        yield from _tail(subject, previous, heads)
    for orphan in sorted(s for s, digest in heads.items() if digest):
        yield Break(
            orphan, "events_missing", "all events of this subject are gone; restore them from a backup"
        )
    yield from _seal_faults()
    yield checked


def _faults(event: Event, previous: str, sequence: int) -> Iterator[Break]:
    if event.sequence != sequence:
        yield Break(event.subject, "gap", f"event {sequence} is missing; restore it from a backup")
    elif event.previous_hash != previous:
        yield Break(
            event.subject, "forked", f"event {sequence} does not follow the one before; find who wrote it"
        )
    digest = event_hash(
        previous=event.previous_hash,
        subject=event.subject,
        sequence=event.sequence,
        kind=event.kind,
        factory_id=event.factory_id,
        actor_id=event.actor_id,
        actor_name=event.actor_name,
        actor_address=event.actor_address,
        at=event.at,
        data=event.data,
    )
    if digest != event.hash:
        yield Break(event.subject, "altered", f"event {event.sequence} was changed after it was written")


def _tail(subject: str, last_hash: str, heads: dict[str, str]) -> Iterator[Break]:
    if heads.pop(subject, None) != last_hash:
        yield Break(
            subject, "tail_missing", "the last events of this subject are gone; restore them from a backup"
        )


def _seal_faults() -> Iterator[Break]:
    previous = ""
    newest = Event.objects.aggregate(last=Max("id"))["last"] or 0
    for day in Seal.objects.order_by("day"):
        if day.previous_hash != previous:
            yield Break(f"seal:{day.day}", "forked", "this day's seal does not follow the one before")
        if day.last_event_id > newest:
            yield Break(f"seal:{day.day}", "tail_missing", "events sealed on this day are gone")
        previous = day.hash
