"""A person's own watch list, digest and last look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from buyers.models import DigestChoice, HomeVisit, WatchedFactory
from factories.queries import brands_of
from factories.queries.memberships.people import brand_people

if TYPE_CHECKING:
    from accounts.models import User


def watched_by(person_id: int) -> QuerySet[WatchedFactory]:
    """The rows of a person's watch list."""
    return WatchedFactory.objects.filter(person=person_id)


def watches(person_id: int) -> Exists:
    """Whether a person watches the factory of the row, for an annotation of factories."""
    return Exists(watched_by(person_id).filter(factory=OuterRef("pk")))


def is_watched(person_id: int, factory_id: int) -> bool:
    """Whether a person watches a factory. One query."""
    return watched_by(person_id).filter(factory=factory_id).exists()


def last_visit_of(person_id: int) -> HomeVisit | None:
    """What a person saw when they last marked their home page as seen. One query."""
    return HomeVisit.objects.filter(person=person_id).first()


def are_colleagues(user: User, other_id: int) -> bool:
    """Whether another person works for one of the user's brands now. At most two queries."""
    people = brand_people(list(brands_of(user).values_list("pk", flat=True)))
    return any(other_id in found for found in people.values())


def digest_of(person_id: int) -> DigestChoice:
    """How often a person wants the digest. One query."""
    return DigestChoice.objects.filter(person=person_id).first() or DigestChoice(person_id=person_id)


def digest_readers(*, weekly: bool) -> list[DigestChoice]:
    """Who wants a digest today, with the people; `weekly`: it is the day of the week's. One query."""
    ways = [DigestChoice.Way.DAILY, *([DigestChoice.Way.WEEKLY] if weekly else [])]
    rows = DigestChoice.objects.filter(way__in=ways, person__is_active=True)
    return list(rows.select_related("person").order_by("pk"))
