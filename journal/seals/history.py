"""One factory's history with everything that proves it to a stranger who has the published seals.

`scripts/check_history.py` checks it; the two share no code. docs/seals.md describes the document.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from journal.chains.hashes import instant
from journal.events import body_of
from journal.models import Event, Seal, SealedHead
from journal.seals.anchors import published
from journal.seals.merkle import HeadTree
from journal.seals.signing import public_keys

FORMAT = "better-work-recognition-history/1"
CHUNK = 5000


class NeverSealed(Exception):
    """No day was sealed yet, so nothing could be proven."""


def history_of_factory(code: str, factory_ids: Collection[int]) -> dict[str, Any]:
    """Every chain that tells of a factory, with proofs against the latest seal.

    Of events around other factories only the hash is in it. `factory_ids`: the factory's, and those of records merged
    into it.

    Raises:
        NeverSealed.
    """
    seals = list(Seal.objects.order_by("day"))
    if not seals:
        raise NeverSealed
    about = Event.objects.filter(factory_id__in=list(factory_ids))
    subjects = sorted(set(about.values_list("subject", flat=True)))
    tree, sealed = _sealed(subjects)
    return {
        "format": FORMAT,
        "factory": code,
        "keys": public_keys(),
        "seals": [published(made) for made in seals],
        "chains": [
            {
                "subject": subject,
                "sealed": sealed.get(subject, 0),  # how many of the events the latest seal covers
                "proof": tree.proof(subject) if subject in sealed else None,
                "events": [_event_document(event, factory_ids) for event in _chain(subject)],
            }
            for subject in subjects
        ],
    }


def _sealed(subjects: Collection[str]) -> tuple[HeadTree, dict[str, int]]:
    """The tree of the latest seal, and how far it covers these subjects."""
    tree, chosen, sealed = HeadTree(), set(subjects), {}
    rows = SealedHead.objects.order_by("id").values_list("subject", "sequence", "hash")
    for subject, sequence, digest in rows.iterator(CHUNK):
        tree.set(subject, sequence, digest)
        if subject in chosen:
            sealed[subject] = sequence
    return tree, sealed


def _chain(subject: str) -> Collection[Event]:
    return Event.objects.filter(subject=subject).order_by("sequence")


def _event_document(event: Event, factory_ids: Collection[int]) -> dict[str, Any]:
    """What an event says, without the name and address of whoever acted; another factory's is a hash alone."""
    if event.factory_id is not None and event.factory_id not in factory_ids:
        return {"hidden": body_of(event)}
    return {
        "kind": event.kind,
        "factory": event.factory_id,
        "actor": event.actor_id,
        "actor_commitment": event.actor_commitment,
        "at": instant(event.at),
        "data": event.data,
        "rows": event.rows_hash,
    }
