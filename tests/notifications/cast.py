"""A factory with one person of every kind around it, and one like each of them elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts.models import Notice, Role, User
from betterwork.reactions import NOTIFY
from factories.models import Factory
from journal import deliveries
from notifications import notices as telling
from notifications import tasks
from notifications.inbox import items, notices_for
from tests import make
from tests.recognition.make import NOW, TODAY, eligible_factory

assert tasks  # registers the reaction


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what there is."""

    factory: Factory
    people: dict[str, User]
    brand: Any  # the consented one
    quiet_brand: Any

    def who(self, person: User) -> str:
        return next(name for name, one in self.people.items() if one.pk == person.pk)


def cast() -> Cast:
    """One factory that meets everything, in Cambodia."""
    assessor = make.user(Role.ADVISER)
    factory = eligible_factory("KH-00001", team=[assessor])
    elsewhere = make.factory("VN-00009", country="VN")
    group, brand, quiet, other = make.group(), make.brand(), make.brand(), make.brand()
    Factory.objects.filter(pk=factory.pk).update(group=group)
    for one in (brand, quiet):
        make.sourcing(one, factory)
    make.consent(brand, factory)
    make.sourcing(other, elsewhere)
    make.consent(other, elsewhere)
    people = {
        "assessor": assessor,
        "adviser": make.user(Role.ADVISER),
        "adviser abroad": make.user(Role.ADVISER, country="VN"),
        "reviewer": make.user(Role.REVIEWER),
        "manager": make.user(Role.MANAGER),
        "manager abroad": make.user(Role.MANAGER, country="VN"),
        "global": make.user(Role.GLOBAL),
        "admin": make.user(Role.ADMIN),
        "factory": make.user(Role.FACTORY, factory=factory),
        "worker": make.user(Role.WORKER, factory=factory),
        "group": make.user(Role.GROUP, group=group),
        "factory elsewhere": make.user(Role.FACTORY, factory=elsewhere),
        "brand": make.user(Role.BRAND, brand=brand),
        "brand without consent": make.user(Role.BRAND, brand=quiet),
        "brand elsewhere": make.user(Role.BRAND, brand=other),
        "inspector": make.user(Role.INSPECTOR),
    }
    tell()
    Notice.objects.all().delete()
    return Cast(factory, people, brand, quiet)


def tell() -> None:
    """The reaction on the day of the tests, and once more as a worker carries it out, on its own day."""
    telling.notify_people([], now=NOW)
    while deliveries.deliver(NOTIFY, now=NOW):
        pass


def inbox(person: User) -> list[str]:
    """What somebody reads, newest first."""
    return [one.sentence for one in items(notices_for(person, TODAY), person)]


def told_of(here: Cast, words: str) -> set[str]:
    """Who reads a notice with these words."""
    return {name for name, one in here.people.items() if any(words in said for said in inbox(one))}
