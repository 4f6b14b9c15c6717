"""What rows of files are checked against."""

from __future__ import annotations

from datetime import datetime

from countries.queries.local_time import programme_day
from factories.queries.file_lookups import factory_lookup
from files.domain.row_reader import Lookups


def lookups_for_assessments(now: datetime, *, since_began: bool = True) -> Lookups:
    """Factories by code and OS ID, each with its own days. Three queries. `since_began`: earlier days are problems."""
    return Lookups(factories=factory_lookup(now, since_began=since_began), today=programme_day(now))
