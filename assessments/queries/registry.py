"""What the evidence needs to know of one factory."""

from __future__ import annotations

from factories.queries.by_id import factories_by_id


def country_of(factory_id: int) -> str:
    """ISO 3166-1 alpha-2 code of a factory's country. One query."""
    return factories_by_id([factory_id])[factory_id].country


def code_of(factory_id: int) -> str:
    """The programme's own code of a factory. One query."""
    return factories_by_id([factory_id])[factory_id].code
