"""The demonstration's accounts: one for each role, as printed at the start."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Role


@dataclass(frozen=True, slots=True)
class Person:
    """An account, and what it belongs to: a country's code, "brand", "brand2", "factory", "group" or ""."""

    local: str
    name: str
    role: str
    belongs: str = ""

    @property
    def email(self) -> str:
        """Their address."""
        return f"{self.local}@demo.example"


COUNTRY = "KH"  # where the country staff and the inspector work
PEOPLE = (
    Person("adviser", "Sokha Demo", Role.ADVISER, COUNTRY),
    Person("reviewer", "Maly Demo", Role.REVIEWER, COUNTRY),
    Person("reviewer-vn", "Linh Demo", Role.REVIEWER, "VN"),
    Person("manager", "Vanna Demo", Role.MANAGER, COUNTRY),
    Person("global", "Irene Demo", Role.GLOBAL),
    Person("global2", "Tomas Demo", Role.GLOBAL),
    Person("admin", "Noor Demo", Role.ADMIN),
    Person("brand", "Jules Demo", Role.BRAND, "brand"),
    Person("brand2", "Kim Demo", Role.BRAND, "brand2"),
    Person("factory", "Bopha Demo", Role.FACTORY, "factory"),
    Person("worker", "Rith Demo", Role.WORKER, "factory"),
    Person("group", "Lin Demo", Role.GROUP, "group"),
    Person("inspector", "Sovann Demo", Role.INSPECTOR, COUNTRY),
)
