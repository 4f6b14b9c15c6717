"""The registry's tables, one subject a module."""

from __future__ import annotations

from factories.models.countries import Country, CountrySettings
from factories.models.duplicate_pairs import DuplicatePair
from factories.models.links import Brand, Consent, FormerBrandName, Sourcing
from factories.models.lists import ListLayout
from factories.models.membership import Membership
from factories.models.merges import FactoryMerge
from factories.models.registry import Factory, FormerName, Group, GroupPeriod, Identifier, Workforce

__all__ = [
    "Brand",
    "Consent",
    "Country",
    "CountrySettings",
    "DuplicatePair",
    "Factory",
    "FactoryMerge",
    "FormerBrandName",
    "FormerName",
    "Group",
    "GroupPeriod",
    "Identifier",
    "ListLayout",
    "Membership",
    "Sourcing",
    "Workforce",
]
