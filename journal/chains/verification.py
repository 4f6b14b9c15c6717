"""The walk over all chains that finds a changed, removed or inserted event, or a head that was moved."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from journal.chains.faults import Break
from journal.chains.hashes import commitment, link_hash
from journal.events import ERASED, body_of
from journal.models import ChainHead, Event

FOLLOWED = 5000  # events read at once
Ends = dict[str, tuple[int, str]]


def walk() -> Generator[Break, None, int]:
    """Every event in order of its chain: yields a `Break` for each fault, and returns how many were checked."""
    heads: Ends = {
        subject: (sequence, digest)
        for subject, sequence, digest in ChainHead.objects.values_list("subject", "sequence", "hash")
    }
    erased = set(Event.objects.filter(kind=ERASED).values_list("subject", flat=True))
    checked, subject, previous, sequence, number = 0, "", "", 0, 0
    for event in Event.objects.order_by("subject", "sequence").iterator(chunk_size=FOLLOWED):
        if event.subject != subject:
            if subject:
                yield from _end_faults(subject, (sequence, previous), heads)
            subject, previous, sequence, number = event.subject, "", 0, 0
        checked += 1
        sequence += 1
        yield from _faults(event, previous, sequence, erased)
        if (
            event.pk <= number
        ):  # of two events that wrote a row, the one with the higher number is the last word
            message = f"event {sequence} has a lower number than the one before: somebody changed their order"
            yield Break(event.subject, "order_changed", message)
        previous, sequence, number = event.hash, event.sequence, event.pk
    if subject:
        yield from _end_faults(subject, (sequence, previous), heads)
    for orphan in sorted(subject for subject, (number, _) in heads.items() if number):
        yield Break(
            orphan, "events_missing", "all events of this subject are gone; restore them from a backup"
        )
    return checked


def _faults(event: Event, previous: str, sequence: int, erased: set[str]) -> Iterator[Break]:
    if event.sequence != sequence:
        yield Break(event.subject, "gap", f"event {sequence} is missing; restore it from a backup")
    elif event.previous_hash != previous:
        yield Break(
            event.subject, "forked", f"event {sequence} does not follow the one before; find who wrote it"
        )
    if link_hash(event.previous_hash, body_of(event)) != event.hash:
        yield Break(event.subject, "altered", f"event {event.sequence} was changed after it was written")
    if not _actor_matches_commitment(event, erased):
        message = f"whom event {event.sequence} names as its actor was changed after it was written"
        yield Break(event.subject, "actor_altered", message)


def _actor_matches_commitment(event: Event, erased: set[str]) -> bool:
    """The name and address are those committed to, or the person was erased by a command and all three are empty."""
    if event.actor_salt:
        computed = commitment(event.actor_salt, event.actor_name, event.actor_address)
        return computed == event.actor_commitment
    return not event.actor_name and not event.actor_address and f"user:{event.actor_id}" in erased


def _end_faults(subject: str, last: tuple[int, str], heads: Ends) -> Iterator[Break]:
    head = heads.pop(subject, None)
    if head is None:
        yield Break(subject, "head_missing", "the head of this chain is gone; restore it from a backup")
    elif head[0] > last[0]:
        yield Break(
            subject, "tail_missing", "the last events of this subject are gone; restore them from a backup"
        )
    elif head != last:
        yield Break(subject, "head_moved", "the head is not the last event; find who moved it")
