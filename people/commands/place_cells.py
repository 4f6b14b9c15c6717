"""Places as people write them, found among those within the actor's reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from factories.queries.memberships.places import PlaceRef
from factories.queries.memberships.reach import Reach, brands_called, factories_called, groups_called
from files.domain.problems import ImportProblem
from people.domain.invitation_rows import COLUMN_OF, InvitationRow
from people.policies import Authority

WHAT = {
    "country": "no country to which you can invite; correct the name or code",
    "brand": "no brand to which you can invite; write its name as the registry does",
    "factory": "no open factory to which you can invite; write its code, such as KH-00017",
    "group": "no group to which you can invite; write its name as the registry does",
}


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row with its places found."""

    row: InvitationRow
    places: tuple[PlaceRef, ...]


def placed_rows(
    rows: Sequence[InvitationRow], authority: Authority
) -> tuple[list[PlacedRow], list[ImportProblem]]:
    """The rows with their places. A place out of reach reads like one that does not exist.

    One query for each kind of place and 500 of them.
    """
    known = _places_by_text(rows, authority.reach)
    found: list[PlacedRow] = []
    problems: list[ImportProblem] = []
    for row in rows:
        wrong = []
        if row.role not in authority.roles:
            wrong.append(
                ImportProblem(row.number, "role", "not_yours", "is not yours to give; ask an administrator")
            )
        places = []
        for kind, word in row.places:
            meant = known.get((kind, word.casefold()), [])
            if len(meant) == 1:
                places.append(meant[0])
            elif not wrong:
                wrong.append(_problem(row.number, kind, word, len(meant)))
        problems += wrong
        if not wrong:
            found.append(PlacedRow(row, tuple(places)))
    return found, problems


def _problem(number: int, kind: str, word: str, matches: int) -> ImportProblem:
    column = COLUMN_OF[kind]
    if matches:
        return ImportProblem(
            number,
            column,
            "several",
            f"{word[:60]!r} is the name of several; ask an administrator to tell them apart",
        )
    return ImportProblem(number, column, f"unknown_{kind}", f"{word[:60]!r} is {WHAT[kind]}")


def _places_by_text(
    rows: Sequence[InvitationRow], reach: Reach
) -> Mapping[tuple[str, str], Sequence[PlaceRef]]:
    words: dict[str, set[str]] = {kind: set() for kind in COLUMN_OF}
    for row in rows:
        for kind, word in row.places:
            words[kind].add(word)
    countries = reach.those_within({PlaceRef("country", code) for code in words["country"]})
    found: dict[tuple[str, str], Sequence[PlaceRef]] = {
        ("country", place.key.casefold()): [place] for place in countries
    }
    by_kind = {
        "brand": brands_called(reach, words["brand"]),
        "factory": factories_called(reach, words["factory"]),
        "group": groups_called(reach, words["group"]),
    }
    for kind, named in by_kind.items():
        found |= {(kind, word): places for word, places in named.items()}
    return found
