"""The registry's tables, one subject a module."""

from __future__ import annotations

from factories.models.countries import Country
from factories.models.links import Brand, Consent, Sourcing
from factories.models.lists import ListLayout
from factories.models.membership import Membership
from factories.models.registry import Factory, FormerName, Group, Identifier, Workforce

__all__ = [
    "Brand",
    "Consent",
    "Country",
    "Factory",
    "FormerName",
    "Group",
    "Identifier",
    "ListLayout",
    "Membership",
    "Sourcing",
    "Workforce",
]
