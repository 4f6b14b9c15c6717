"""Advisers for the demonstration's countries, and its first plan of visits, which a worker makes after the start.

They cannot sign in: nobody has a password or an address of theirs. `adviser@demo.example` is one of the team.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from accounts.commands import make_account
from accounts.models import Role
from factories.commands import add_membership
from factories.queries import registered
from journal.jobs import enqueue

FACTORIES_AN_ADVISER = 20
FEWEST = 3


def staff_and_plan(*, now: datetime) -> int:
    """An adviser for every twenty factories of a country, three at least. Returns how many were added."""
    sizes = Counter(registered().values_list("country_id", flat=True))
    added = 0
    for country, factories in sorted(sizes.items()):
        for number in range(1, max(FEWEST, factories // FACTORIES_AN_ADVISER) + 1):
            person = make_account(
                email=f"adviser-{country.lower()}-{number}@demo.example",
                name=f"Adviser {country} {number} · Demo",
                role=Role.ADVISER,
                actor=None,
                now=now,
            )
            add_membership(person.pk, country=country, actor=None, now=now)
            added += 1
    enqueue("plan-visits", parameters={}, actor=None, now=now)
    return added
