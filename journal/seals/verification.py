"""Whether every day's seal is what the events up to it give, signed by a known key, and as it was published."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from journal.chains.faults import Break
from journal.models import Event, Seal, SealedHead
from journal.seals.anchors import published
from journal.seals.merkle import HeadTree
from journal.seals.sealing import hash_of
from journal.seals.signing import is_signed_by, public_keys

CHUNK = 5000


def seal_faults(anchors: Iterable[Mapping[str, Any]] = ()) -> Generator[Break, None, int]:
    """Every fault of a seal, and as its result how many were checked. `anchors`: seals as they were published."""
    keys, previous, tree, checked = public_keys(), "", HeadTree(), 0
    events: dict[str, int] = {}
    seals = list(Seal.objects.order_by("day"))
    sealed = _sealed_heads()
    for made in seals:
        checked += 1
        for subject, sequence, digest in sealed.get(made.pk, ()):
            tree.set(subject, sequence, digest)
            events[subject] = sequence
        if made.previous_hash != previous:
            message = "this day's seal does not follow the one before: one is missing, or was written anew"
            yield _fault(made, "forked", message)
        yield from _own_faults(made, tree, events)
        yield from _signature_faults(made, keys)
        previous = made.hash
    yield from _rewritten()
    yield from _order_faults(seals, sealed)
    yield from _anchor_faults({made.day.isoformat(): published(made) for made in seals}, anchors)
    return checked


def _sealed_heads() -> dict[int, list[tuple[str, int, str]]]:
    found: dict[int, list[tuple[str, int, str]]] = {}
    rows = SealedHead.objects.order_by("id").values_list("seal_id", "subject", "sequence", "hash")
    for seal_id, subject, sequence, digest in rows.iterator(CHUNK):
        found.setdefault(seal_id, []).append((subject, sequence, digest))
    return found


def _own_faults(made: Seal, tree: HeadTree, events: dict[str, int]) -> Iterator[Break]:
    if hash_of(made) != made.hash:
        yield _fault(made, "altered", "what this seal says was changed after it was made")
    if (made.root, made.heads, made.events) != (tree.root(), len(events), sum(events.values())):
        yield _fault(made, "not_of_its_heads", "the heads recorded for this day do not give its root")


def _signature_faults(made: Seal, keys: Mapping[str, str]) -> Iterator[Break]:
    if not keys:
        return
    public = keys.get(made.key_id)
    if not made.signature:
        yield _fault(made, "unsigned", "this seal is not signed; find who wrote it")
    elif public is None:
        message = f"it is signed with the key {made.key_id}, which SEAL_PUBLIC_KEYS does not have"
        yield _fault(made, "key_unknown", message)
    elif not is_signed_by(public, made.hash, made.signature):
        yield _fault(made, "signature_wrong", "its signature is not that of its key over its hash")


def _rewritten() -> Iterator[Break]:
    """Sealed heads that are not what their chains have there now."""
    event = Event.objects.filter(subject=OuterRef("subject"), sequence=OuterRef("sequence"))
    rows = SealedHead.objects.annotate(now=Subquery(event.values("hash")[:1]))
    differing = rows.filter(Q(now__isnull=True) | ~Q(now=F("hash"))).order_by("id")
    for subject, sequence, now, day in differing.values_list("subject", "sequence", "now", "seal__day"):
        if now is None:
            message = f"event {sequence}, sealed on {day}, is gone; restore it from a backup"
            yield Break(subject, "sealed_missing", message)
        else:
            message = f"event {sequence} was written anew after it was sealed on {day}"
            yield Break(subject, "rewritten", message)


def _order_faults(seals: list[Seal], sealed: Mapping[int, list[tuple[str, int, str]]]) -> Iterator[Break]:
    """Days with an event whose number is lower than those that were sealed two days before.

    No hash covers the number, and it decides which of two events is the last word about a row. A day is left between:
    what was being written at the moment of a seal has its number before and is sealed the evening after.
    """
    lowest: dict[int, int] = {}
    highest = dict.fromkeys(range(len(seals)), 0)
    for place, number in _sealed_numbers([sealed.get(made.pk, []) for made in seals]):
        lowest[place] = min(number, lowest.get(place, number))
        highest[place] = max(number, highest[place])
    before = 0
    for place, made in enumerate(seals):
        before = max(before, highest.get(place - 2, 0))
        if lowest.get(place, before + 1) <= before:
            message = "an event of this day has the number of an earlier one: somebody changed their order"
            yield _fault(made, "order_changed", message)


def _sealed_numbers(heads: list[list[tuple[str, int, str]]]) -> Iterator[tuple[int, int]]:
    """(Place of the seal that covers it first, number) of every sealed event."""
    ends: dict[str, list[tuple[int, int]]] = {}  # of a chain: how far each seal reaches
    for place, rows in enumerate(heads):
        for subject, sequence, _digest in rows:
            ends.setdefault(subject, []).append((sequence, place))
    events = Event.objects.order_by("subject", "sequence").values_list("subject", "sequence", "id")
    for subject, sequence, number in events.iterator(CHUNK):
        reach = ends.get(subject, [])
        while reach and reach[0][0] < sequence:
            reach.pop(0)
        if reach:
            yield reach[0][1], number


def _anchor_faults(
    seals: Mapping[str, dict[str, Any]], anchors: Iterable[Mapping[str, Any]]
) -> Iterator[Break]:
    for anchor in anchors:
        seal = seals.get(anchor["day"])
        if seal is None:
            message = "this day's seal was published and is gone; restore it from a backup"
            yield Break(f"seal:{anchor['day']}", "missing", message)
        elif seal != dict(anchor):
            message = "this day's seal is not the one that was published: the history was written anew"
            yield Break(f"seal:{anchor['day']}", "not_as_published", message)


def _fault(made: Seal, code: str, message: str) -> Break:
    return Break(f"seal:{made.day}", code, message)
