"""All changes of the registry, one subject a file."""

from __future__ import annotations

from factories.commands.access_requests import decline_access, request_access, withdraw_access_request
from factories.commands.brands import add_brand, merge_brands, rename_brand
from factories.commands.closing import close_factory, name_successor, reopen_factory
from factories.commands.consents import give_consent, withdraw_consent
from factories.commands.groups import leave_group, put_in_group, register_group
from factories.commands.head_counts import record_workforce
from factories.commands.identifiers import assign_identifier, retire_identifier
from factories.commands.links import end_sourcing, start_sourcing
from factories.commands.membership import add_membership
from factories.commands.registering import correct_country, correct_factory, register_factory
from factories.commands.renaming import move_factory, rename_factory
from factories.commands.sourcing import correct_sourcing

__all__ = [
    "add_brand",
    "add_membership",
    "assign_identifier",
    "close_factory",
    "correct_country",
    "correct_factory",
    "correct_sourcing",
    "decline_access",
    "end_sourcing",
    "give_consent",
    "leave_group",
    "merge_brands",
    "move_factory",
    "name_successor",
    "put_in_group",
    "record_workforce",
    "register_factory",
    "register_group",
    "rename_brand",
    "rename_factory",
    "reopen_factory",
    "request_access",
    "retire_identifier",
    "start_sourcing",
    "withdraw_access_request",
    "withdraw_consent",
]
