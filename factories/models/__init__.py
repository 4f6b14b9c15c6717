"""The registry's tables, one subject a module."""

from __future__ import annotations

from factories.models.countries import Country
from factories.models.duplicates import DuplicatePair, FactoryMerge
from factories.models.links import Brand, Consent, Sourcing
from factories.models.membership import Membership
from factories.models.registry import Factory, FormerName, Group, Identifier, Workforce

__all__ = [
    "Brand",
    "Consent",
    "Country",
    "DuplicatePair",
    "Factory",
    "FactoryMerge",
    "FormerName",
    "Group",
    "Identifier",
    "Membership",
    "Sourcing",
    "Workforce",
]
