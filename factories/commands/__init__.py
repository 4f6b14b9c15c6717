"""All changes of the registry, one subject a file."""

from __future__ import annotations

from factories.commands.brands import add_brand, merge_brands, rename_brand
from factories.commands.closing import close_factory, name_successor, reopen_factory
from factories.commands.countries import add_country, cancel_planned_settings, set_country_settings
from factories.commands.duplicates import keep_apart, merge_factories, raise_pair, split_factories
from factories.commands.groups import leave_group, put_in_group, register_group
from factories.commands.head_counts import record_workforce
from factories.commands.identifiers import assign_identifier, retire_identifier
from factories.commands.importing import import_factories
from factories.commands.link_lists import import_consents, import_sourcing
from factories.commands.links import end_sourcing, give_consent, start_sourcing, withdraw_consent
from factories.commands.list_layouts import remember_list_layout
from factories.commands.membership import add_membership
from factories.commands.registering import correct_country, correct_factory, register_factory
from factories.commands.renaming import move_factory, rename_factory
from factories.commands.sourcing import correct_sourcing

__all__ = [
    "add_brand",
    "add_country",
    "add_membership",
    "assign_identifier",
    "cancel_planned_settings",
    "close_factory",
    "correct_country",
    "correct_factory",
    "correct_sourcing",
    "end_sourcing",
    "give_consent",
    "import_consents",
    "import_factories",
    "import_sourcing",
    "keep_apart",
    "leave_group",
    "merge_brands",
    "merge_factories",
    "move_factory",
    "name_successor",
    "put_in_group",
    "raise_pair",
    "record_workforce",
    "register_factory",
    "register_group",
    "remember_list_layout",
    "rename_brand",
    "rename_factory",
    "reopen_factory",
    "retire_identifier",
    "set_country_settings",
    "split_factories",
    "start_sourcing",
    "withdraw_consent",
]
