"""Which pages are measured, for whom, and how much each may cost: the frame alone, a list, or any other page."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from accounts.models import User
from assessments.queries.visibility import assessments_visible_to
from countries.queries.local_time import LocalDays
from factories.queries import visible_to

Address = Callable[[User], str]


def first_of(role: str) -> User | None:
    """The account that is measured for a role."""
    return User.objects.filter(role=role, is_active=True).order_by("pk").first()


def _at(address: str) -> Address:
    return lambda _person: address


def _first_final(person: User) -> str:
    found = (
        assessments_visible_to(person, LocalDays(timezone.now())).filter(state="final").order_by("pk").first()
    )
    return f"/assessments/{found.pk}/" if found else ""


def _of_first_factory(address: str) -> Address:
    def fill(person: User) -> str:
        found = visible_to(person).order_by("code").first()
        return address.format(code=found.code) if found else ""

    return fill


ADDRESSES: list[tuple[str, str, str, Address]] = [
    ("frame alone, 60 unread notices", "adviser", "frame", _at("/floor/frame/")),
    ("frame alone, 60 unread notices", "global", "frame", _at("/floor/frame/")),
    ("frame alone, 60 unread notices", "brand", "frame", _at("/floor/frame/")),
    ("frame alone, 60 unread notices", "factory", "frame", _at("/floor/frame/")),
    ("inbox", "global", "list", _at("/inbox/")),
    ("desk", "adviser", "page", _at("/desk/")),
    ("desk", "global", "page", _at("/desk/")),
    ("factories", "adviser", "list", _at("/factories/")),
    ("factories", "global", "list", _at("/factories/?sort=-workers")),
    ("assessments", "global", "list", _at("/assessments/")),
    ("recognition", "global", "list", _at("/recognition/?list=all")),
    ("recognition, near misses", "global", "list", _at("/recognition/?list=close")),
    ("plan of visits", "manager", "list", _at("/plan/")),
    ("people", "admin", "list", _at("/people/")),
    ("directory", "brand", "list", _at("/directory/")),
    ("suppliers", "brand", "list", _at("/suppliers/")),
    ("priority", "inspector", "list", _at("/priority/")),
    ("courses", "manager", "list", _at("/courses/")),
    ("one factory", "adviser", "page", _of_first_factory("/factories/{code}/")),
    ("one factory's history", "adviser", "list", _of_first_factory("/factories/{code}/history/")),
    ("one factory's verdict", "global", "page", _of_first_factory("/factories/{code}/verdict/")),
    ("one assessment", "adviser", "page", _first_final),
    ("one's own progress", "factory", "page", _at("/progress/")),
]
