"""OS ID: Open Supply Hub's identifier of a production location.

Fifteen characters: country (2), year and day of the year (7), five of Crockford's base 32, and a check character:
the sum of the country letters' code points and of the other characters' base-32 values, modulo 32.
"""

from __future__ import annotations

import re

_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FORM = re.compile(rf"[A-Z]{{2}}[0-9]{{7}}[{_SYMBOLS}]{{6}}")


def normalised(text: str) -> str:
    """As it is stored: upper case, without the spaces and hyphens that people put in."""
    return text.replace("-", "").replace(" ", "").upper()


def check_character(first_fourteen: str) -> str:
    """The fifteenth character that belongs to the first fourteen."""
    country = ord(first_fourteen[0]) + ord(first_fourteen[1])
    rest = sum(_SYMBOLS.index(character) for character in first_fourteen[2:])
    return _SYMBOLS[(country + rest) % 32]


def is_valid(text: str) -> bool:
    """Whether a normalised text has the form of an OS ID and its check character agrees."""
    return _FORM.fullmatch(text) is not None and check_character(text[:14]) == text[14]
