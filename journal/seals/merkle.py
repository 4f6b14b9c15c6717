"""The Merkle tree over all heads: its root says them all, and a short proof shows that one of them is among them.

A head's place is one of 4096 buckets, chosen by its subject, so a head that grows changes one bucket and the twelve
hashes above it. `scripts/check_history.py` computes the same without this module.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TypedDict

from journal.chains.hashes import canonical

DEPTH = 12
BUCKETS = 1 << DEPTH


class HeadProof(TypedDict):
    """What leads from one head to the root."""

    bucket: list[str]  # the other leaves of its bucket
    path: list[str]  # at each level the neighbour's hash, from the buckets up


def leaf_hash(subject: str, sequence: int, digest: str) -> str:
    """One head as a leaf."""
    return _sha(canonical(["head", subject, sequence, digest]))


def bucket_of(subject: str) -> int:
    """Which bucket a subject's head is in."""
    return int(_sha(subject)[:8], 16) % BUCKETS


class HeadTree:
    """The tree of some heads; heads may be set again, which is cheap."""

    def __init__(self) -> None:
        self._leaves: list[dict[str, str]] = [{} for _ in range(BUCKETS)]
        self._changed: set[int] = set()
        empty = _bucket_hash([])
        self._hashes = [empty] * BUCKETS

    def set(self, subject: str, sequence: int, digest: str) -> None:
        """Put a head in the place of the subject's former one."""
        place = bucket_of(subject)
        self._leaves[place][subject] = leaf_hash(subject, sequence, digest)
        self._changed.add(place)

    def root(self) -> str:
        """The hash over everything."""
        return self._levels()[-1][0]

    def proof(self, subject: str) -> HeadProof:
        """What leads from a subject's head to the root; `KeyError` where it has none."""
        levels, place = self._levels(), bucket_of(subject)
        own = self._leaves[place][subject]
        path = [level[(place >> depth) ^ 1] for depth, level in enumerate(levels[:-1])]
        return {"bucket": sorted(leaf for leaf in self._leaves[place].values() if leaf != own), "path": path}

    def _levels(self) -> list[list[str]]:
        for place in self._changed:
            self._hashes[place] = _bucket_hash(self._leaves[place].values())
        self._changed.clear()
        levels = [self._hashes]
        while len(levels[-1]) > 1:
            below = levels[-1]
            levels.append([node_hash(below[i], below[i + 1]) for i in range(0, len(below), 2)])
        return levels


def node_hash(left: str, right: str) -> str:
    """The hash of two neighbours."""
    return _sha(f"node:{left}{right}")


def _bucket_hash(leaves: Iterable[str]) -> str:
    return _sha("bucket:" + "".join(sorted(leaves)))


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
