"""Two records side by side: what each says, and where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from factories.domain.comparing import kilometres_between
from factories.domain.profiles import MatchProfile
from factories.models import Factory, Identifier, Sourcing
from files.domain.names import match_text

if TYPE_CHECKING:
    from factories.models import DuplicatePair


@dataclass(frozen=True, slots=True)
class Word:
    """A word of one side."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the comparison. `key`: the field that may be chosen of either when they are merged."""

    label: str | Promise
    left: str
    right: str
    key: str = ""

    @property
    def differs(self) -> bool:
        """Whether the two values differ, other than in the spelling of letters and signs."""
        return match_text(self.left) != match_text(self.right) or bool(self.left) != bool(self.right)

    @property
    def sides(self) -> tuple[list[Word], list[Word]]:
        """Both, word by word, for pages."""
        left, right = (frozenset(match_text(side).split()) for side in (self.left, self.right))
        return _words(self.left, right), _words(self.right, left)


def _words(text: str, others: frozenset[str]) -> list[Word]:
    """Words, and whether the other side lacks them. Signs alone are no difference."""
    return [Word(word, differs=not others.issuperset(match_text(word).split())) for word in text.split()]


def facts_of(pair: DuplicatePair) -> list[Fact]:
    """The facts of two records, side by side. Two queries."""
    first, other = pair.first, pair.second
    identifiers = _identifiers(first, other)
    brands = _brands(first, other)
    rows = (
        (_("Name"), first.name, other.name, "name"),
        (_("Address"), first.address, other.address, "address"),
        (_("Identifiers"), identifiers[first.pk], identifiers[other.pk], ""),
        (_("Coordinates"), _place(first), _place(other), "latitude"),
        (_("Workers"), _workers(first), _workers(other), "workers"),
        (_("Makes"), first.products, other.products, "products"),
        (_("Joined"), _day(first), _day(other), "joined_on"),
        (_("Group"), _group(first), _group(other), "group_id"),
        (_("Brands"), brands[first.pk], brands[other.pk], ""),
        (_("Registered"), f"{first.recorded_at:%Y-%m-%d}", f"{other.recorded_at:%Y-%m-%d}", ""),
    )
    return [Fact(*row) for row in rows if row[1] or row[2]]


def distance_km(pair: DuplicatePair) -> float | None:
    """The distance of the two records over ground; None when one has no coordinates."""
    return kilometres_between(*(_profile(factory) for factory in (pair.first, pair.second)))


def _profile(factory: Factory) -> MatchProfile:
    latitude, longitude = (
        None if value is None else float(value) for value in (factory.latitude, factory.longitude)
    )
    return MatchProfile(factory.name, factory.address, latitude=latitude, longitude=longitude)


def _identifiers(first: Factory, other: Factory) -> dict[int, str]:
    rows = Identifier.objects.filter(factory__in=(first, other)).order_by("scheme", "until_on", "pk")
    found: dict[int, list[str]] = {first.pk: [], other.pk: []}
    for row in rows:
        found[row.factory_id].append(f"{row.get_scheme_display()} {row.value}")
    return {pk: "; ".join(values) for pk, values in found.items()}


def _brands(first: Factory, other: Factory) -> dict[int, str]:
    """Brands whose links have not ended."""
    links = Sourcing.objects.filter(factory__in=(first, other), until_on__isnull=True).order_by("brand__name")
    found: dict[int, list[str]] = {first.pk: [], other.pk: []}
    for factory_id, name in links.values_list("factory_id", "brand__name"):
        found[factory_id].append(name)
    return {pk: ", ".join(dict.fromkeys(names)) for pk, names in found.items()}


def _place(factory: Factory) -> str:
    return (
        ""
        if factory.latitude is None or factory.longitude is None
        else f"{factory.latitude:.5f}, {factory.longitude:.5f}"
    )


def _workers(factory: Factory) -> str:
    if factory.workers is None:
        return ""
    return (
        f"{factory.workers}"
        if factory.women_workers is None
        else f"{factory.workers} ({factory.women_workers} ♀)"
    )


def _day(factory: Factory) -> str:
    return "" if factory.joined_on is None else factory.joined_on.isoformat()


def _group(factory: Factory) -> Any:
    return "" if factory.group is None else factory.group.name
