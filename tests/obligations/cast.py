"""A mill with one person of every kind around it, and what waits for each of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import Role, User
from countries.queries.local_time import LocalDays
from factories.models import Factory
from obligations.queries.obligation import Obligation
from obligations.queries.registry import counts_of, obligations_of_kind
from tests import make
from tests.make import NOW

MANY = 1000


@dataclass
class Cast:
    """Who there is around a mill; `things` are made by the steps."""

    mill: Factory
    people: dict[str, User]
    brand: Any
    things: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> User:
        return self.people[name]

    def holders(self, kind: str, *, now: datetime = NOW) -> set[str]:
        """Names of those for whom something of a kind waits."""
        return {name for name, person in self.people.items() if has(person, kind, now=now)}


def cast(mill: Factory | None = None) -> Cast:
    """The people of a mill in Cambodia, and their like elsewhere."""
    mill = mill or make.factory(name="Fictional Mill")
    elsewhere = make.factory(country="VN")
    group, brand = make.group(), make.brand()
    Factory.objects.filter(pk=mill.pk).update(group=group)
    make.sourcing(brand, mill)
    people = {
        "assessor": make.user(Role.ADVISER),
        "adviser": make.user(Role.ADVISER),
        "adviser abroad": make.user(Role.ADVISER, country="VN"),
        "reviewer": make.user(Role.REVIEWER),
        "reviewer abroad": make.user(Role.REVIEWER, country="VN"),
        "manager": make.user(Role.MANAGER),
        "manager abroad": make.user(Role.MANAGER, country="VN"),
        "global": make.user(Role.GLOBAL),
        "global too": make.user(Role.GLOBAL),
        "admin": make.user(Role.ADMIN),
        "factory": make.user(Role.FACTORY, factory=mill),
        "worker": make.user(Role.WORKER, factory=mill),
        "group": make.user(Role.GROUP, group=group),
        "factory elsewhere": make.user(Role.FACTORY, factory=elsewhere),
        "brand": make.user(Role.BRAND, brand=brand),
        "inspector": make.user(Role.INSPECTOR),
    }
    return Cast(mill, people, brand)


def work_of(person: User, *, now: datetime = NOW) -> list[Obligation]:
    """Everything that waits for somebody, kind by kind."""
    days = LocalDays(now)
    return [
        row
        for count in counts_of(person, days)
        for row in obligations_of_kind(person, days, count.kind.code, 0, MANY)
    ]


def has(person: User, kind: str, *, now: datetime = NOW) -> bool:
    """Whether something of a kind waits for somebody."""
    return any(row.kind == kind for row in work_of(person, now=now))
