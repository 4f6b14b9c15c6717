"""Whether a person was erased."""

from __future__ import annotations

from accounts.models import User


def erased_name(user_id: int) -> str:
    """What pages say in the place of an erased person's name, in every language: the number of the account."""
    return f"#{user_id}"


def erased_address(user_id: int) -> str:
    """What stands in the place of an erased person's address: unique, and no mail gets there (RFC 2606)."""
    return f"erased-{user_id}@erased.invalid"


def is_erased(person: User) -> bool:
    """Whether a person's name and address were erased."""
    return person.email == erased_address(person.pk)
