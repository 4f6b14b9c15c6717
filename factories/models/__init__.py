"""The registry's tables, one subject a module."""

from __future__ import annotations

from factories.models.duplicate_pairs import DuplicatePair
from factories.models.links import Brand, Consent, FormerBrandName, Sourcing
from factories.models.membership import Membership
from factories.models.registry import Factory, FormerName, Group, GroupPeriod, Identifier, Workforce
from factories.models.search import FactoryWord, SearchWord

__all__ = [
    "Brand",
    "Consent",
    "DuplicatePair",
    "Factory",
    "FactoryWord",
    "FormerBrandName",
    "FormerName",
    "Group",
    "GroupPeriod",
    "Identifier",
    "Membership",
    "SearchWord",
    "Sourcing",
    "Workforce",
]
