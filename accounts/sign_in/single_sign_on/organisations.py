"""Which organisation's sign-on an address belongs to, by its mail domain alone: it tells nothing of accounts."""

from __future__ import annotations

from accounts.models import SignOn


def sign_on_of(email: str) -> SignOn | None:
    """The enabled sign-on of this address's mail domain. One query."""
    domain = email.rpartition("@")[2].strip().lower()
    return SignOn.objects.filter(is_enabled=True, domains__domain=domain).first() if domain else None


def compulsory_sign_on(email: str) -> SignOn | None:
    """The same where people of the domain may come in by no other way."""
    found = sign_on_of(email)
    return found if found is not None and found.is_compulsory else None
