"""All changes of the registry, one subject a file."""

from __future__ import annotations

from factories.commands.identifiers import assign_identifier, retire_identifier
from factories.commands.importing import import_factories
from factories.commands.link_lists import import_consents, import_sourcing
from factories.commands.links import end_sourcing, give_consent, start_sourcing, withdraw_consent
from factories.commands.membership import add_membership
from factories.commands.registering import (
    close_factory,
    correct_factory,
    record_workforce,
    register_factory,
    register_group,
)

__all__ = [
    "add_membership",
    "assign_identifier",
    "close_factory",
    "correct_factory",
    "end_sourcing",
    "give_consent",
    "import_consents",
    "import_factories",
    "import_sourcing",
    "record_workforce",
    "register_factory",
    "register_group",
    "retire_identifier",
    "start_sourcing",
    "withdraw_consent",
]
