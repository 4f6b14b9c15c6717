"""Numbers of printed documents: short enough to be read out and typed, too many to be guessed."""

from __future__ import annotations

import re

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
BITS_A_SIGN = 5
LENGTH = 10
BITS = LENGTH * BITS_A_SIGN
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = re.compile(r"[\s\-–—.]+")


def number_of(value: int) -> str:
    """The ten signs of a whole number of at most 50 bits."""
    return "".join(SIGNS[(value >> shift) & 31] for shift in range(BITS - BITS_A_SIGN, -1, -BITS_A_SIGN))


def value_of(number: str) -> int:
    """The whole number behind ten signs."""
    value = 0
    for sign in number:
        value = (value << BITS_A_SIGN) | SIGNS.index(sign)
    return value


def written(prefix: str, number: str) -> str:
    """As it is printed: `R-7K3M9-Q2FAB`."""
    return f"{prefix}-{number[:5]}-{number[5:]}"


def read(text: str, prefix: str) -> str | None:
    """The ten signs of what somebody typed, in any case and spacing, the prefix left out or not; None if it is none."""
    signs = _BETWEEN.sub("", text.strip().upper())
    if len(signs) == LENGTH + len(prefix):
        if not signs.startswith(prefix):
            return None
        signs = signs[len(prefix) :]
    signs = signs.translate(_MISREAD)
    return signs if len(signs) == LENGTH and all(sign in SIGNS for sign in signs) else None
