"""All reads of the registry."""

from __future__ import annotations

from factories.queries.links import (
    brand_names_by_factory,
    brands_by_name,
    consent_rows,
    consents_of,
    people_of,
    sourcing_rows,
)
from factories.queries.lookups import (
    any_registered,
    by_code,
    current_os_ids,
    factories_by_name,
    first_of,
    os_ids_of,
    with_identifier,
)
from factories.queries.visibility import (
    brands_of,
    consented_to,
    countries_of,
    factories_of,
    groups_of,
    open_on,
    registered,
    sourced_by,
    visible_to,
)

__all__ = [
    "any_registered",
    "brand_names_by_factory",
    "brands_by_name",
    "brands_of",
    "by_code",
    "consent_rows",
    "consented_to",
    "consents_of",
    "countries_of",
    "current_os_ids",
    "factories_by_name",
    "factories_of",
    "first_of",
    "groups_of",
    "open_on",
    "os_ids_of",
    "people_of",
    "registered",
    "sourced_by",
    "sourcing_rows",
    "visible_to",
    "with_identifier",
]
