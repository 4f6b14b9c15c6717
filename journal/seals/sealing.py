"""Making a day's seal."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from journal.bulk import insert_objects
from journal.chains.hashes import instant, seal_hash
from journal.models import ChainHead, Seal, SealedHead
from journal.seals.merkle import HeadTree
from journal.seals.signing import signed


def seal(day: date, *, now: datetime) -> Seal | None:
    """Seal all heads as they stand; the same day again changes nothing."""
    with transaction.atomic():
        if Seal.objects.filter(day=day).exists():
            return None
        last = Seal.objects.select_for_update().order_by("-day").first()
        heads = list(ChainHead.objects.filter(sequence__gt=0).values_list("subject", "sequence", "hash"))
        made = Seal(
            day=day,
            root=_root_of(heads),
            heads=len(heads),
            events=sum(sequence for _, sequence, _ in heads),
            sealed_at=now,
            previous_hash=last.hash if last else "",
        )
        made.hash = hash_of(made)
        made.key_id, made.signature = signed(made.hash)
        made.save(force_insert=True)
        known = dict(SealedHead.objects.values_list("subject").annotate(last=Max("sequence")))
        grown = [head for head in heads if head[1] > known.get(head[0], 0)]
        insert_objects([SealedHead(seal=made, subject=s, sequence=n, hash=h) for s, n, h in grown])
        return made


def hash_of(made: Seal) -> str:
    """The hash over what a seal says."""
    return seal_hash(
        previous=made.previous_hash,
        day=made.day.isoformat(),
        root=made.root,
        heads=made.heads,
        events=made.events,
        sealed_at=instant(made.sealed_at),
    )


def _root_of(heads: list[tuple[str, int, str]]) -> str:
    tree = HeadTree()
    for subject, sequence, digest in heads:
        tree.set(subject, sequence, digest)
    return tree.root()
