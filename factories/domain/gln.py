"""GLN: GS1's Global Location Number of thirteen digits, the last one a check digit."""

from __future__ import annotations

LENGTH = 13


def check_digit(first_twelve: str) -> str:
    """GS1's check digit: weights 1 and 3 alternating from the left over twelve digits, up to the next ten."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(first_twelve))
    return str(-total % 10)


def is_valid(text: str) -> bool:
    """Whether a text is thirteen ASCII digits and the last agrees."""
    return len(text) == LENGTH and text.isascii() and text.isdigit() and check_digit(text[:12]) == text[12]
