"""Chance from a seed: nobody can tell the next draw without it, and with it an auditor draws the same again."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")
_RANGE = 2**64


class Draws:
    """Whole numbers from a secret seed, by SHA-256 over the seed and a counter."""

    def __init__(self, seed: str) -> None:
        self._seed = seed.encode()
        self._drawn = 0

    def below(self, end: int) -> int:
        """One of 0 … end - 1, each as likely as the others."""
        fair = _RANGE - _RANGE % end
        while True:
            self._drawn += 1
            digest = sha256(self._seed + b":" + str(self._drawn).encode()).digest()
            if (number := int.from_bytes(digest[:8])) < fair:
                return number % end

    def one_of(self, things: Sequence[T]) -> T:
        """One of them."""
        return things[self.below(len(things))]
