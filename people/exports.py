"""Lists of people as files, and the template of a list to invite."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from files.exports import ExportTable
from people.domain.invitation_rows import COLUMNS
from people.queries.listing import PersonRow, person_rows

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from factories.queries.memberships.places import PlaceRow

HEAD = (*COLUMNS, "state", "last_seen_on")
PART = 500
Shown = Callable[[Sequence["PlaceRow"]], Sequence["PlaceRow"]]


def people_table(people: QuerySet[User], shown: Shown, now: datetime) -> ExportTable:
    """People in the columns of a list to invite, so that an export can be corrected and read again.

    `shown` keeps those of a person's places that the reader may see. Three queries for every 500 people.
    """
    return ExportTable("people", HEAD, _rows(people, shown, now))


def _rows(people: QuerySet[User], shown: Shown, now: datetime) -> Iterator[Sequence[Any]]:
    found = people.iterator(chunk_size=PART)
    while part := list(islice(found, PART)):
        rows = person_rows(part, now)
        within = {place.id for place in shown([place for row in rows for place in row.places])}
        for row in rows:
            yield _row(row, [place for place in row.places if place.id in within])


def _row(row: PersonRow, places: Sequence[PlaceRow]) -> Sequence[Any]:
    by_kind: dict[str, list[str]] = {"country": [], "brand": [], "factory": [], "group": []}
    for place in places:
        if place.state == "over":
            continue
        name = place.name
        if place.place.kind == "country":
            name = place.place.key
        elif place.place.kind == "factory":
            name = name.rpartition("(")[2].rstrip(")")
        by_kind[place.place.kind].append(name)
    first = next((place for place in places if place.state != "over"), None)
    return (
        row.email, row.name, row.role, row.language, *("; ".join(names) for names in by_kind.values()),
        first.from_on if first else None, first.until_on if first else None, row.state, row.last_seen_on,
    )  # fmt: skip


def template_table() -> ExportTable:
    """A list to fill in, with one line for each kind of place."""
    rows = [
        ("chan.sophea@example.org", "Chan Sophea", "adviser", "km", "KH; VN", "", "", "", "", ""),
        ("mill@example.org", "Lim Dara", "factory", "km", "", "", "KH-00017", "", "", ""),
        ("buyer@example.org", "Ana Costa", "brand", "en", "", "Northwind", "", "", "", "2027-12-31"),
    ]
    return ExportTable("people-to-invite", COLUMNS, rows)
