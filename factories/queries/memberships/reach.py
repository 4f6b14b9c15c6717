"""Over which places a person may decide about people: querysets that start from the user, never lists of ids."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from countries.models import Country
from factories.models import Brand, Factory, Group, Membership
from factories.queries.memberships.places import PlaceRef, administered, in_force
from factories.queries.visibility import brands_of, countries_of
from files.domain.names import match_text

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

PART = 500


@dataclass(frozen=True, slots=True)
class Reach:
    """The places themselves, by kind."""

    countries: QuerySet[Country]
    brands: QuerySet[Brand]
    factories: QuerySet[Factory]
    groups: QuerySet[Group]

    def those_within(self, places: Collection[PlaceRef]) -> set[PlaceRef]:
        """The places among those given that are within reach. One query for each kind and 500 of them."""
        kinds = {
            "country": self.countries, "brand": self.brands, "factory": self.factories, "group": self.groups
        }  # fmt: skip
        found: set[PlaceRef] = set()
        for kind, rows in kinds.items():
            keys = [place.value for place in places if place.kind == kind]
            for start in range(0, len(keys), PART):
                inside = rows.filter(pk__in=keys[start : start + PART])
                found |= {PlaceRef(kind, str(key)) for key in inside.values_list("pk", flat=True)}
        return found


def every_place() -> Reach:
    """All places that there are."""
    return Reach(Country.objects.all(), Brand.objects.all(), Factory.objects.all(), Group.objects.all())


def places_of_countries(user: User) -> Reach:
    """The countries where a person works, their factories, and the groups whose factories are all there.

    A group's people read all its factories: with one abroad it is given by whoever is responsible there too.
    """
    countries = countries_of(user)
    there = Factory.objects.filter(country__in=countries)
    group_factories = Factory.objects.filter(group=OuterRef("pk"))
    grouped = Group.objects.filter(
        Exists(group_factories.filter(country__in=countries)),
        ~Exists(group_factories.exclude(country__in=countries)),
    )
    return Reach(countries, Brand.objects.none(), there, grouped)


def administered_places(user: User) -> Reach:
    """The brands, factories and groups whose own administrator a person is."""
    return Reach(
        Country.objects.none(),
        Brand.objects.filter(pk__in=administered(user.pk, "brand")),
        Factory.objects.filter(pk__in=administered(user.pk, "factory")),
        Group.objects.filter(pk__in=administered(user.pk, "group")),
    )


def no_place() -> Reach:
    """None."""
    return Reach(Country.objects.none(), Brand.objects.none(), Factory.objects.none(), Group.objects.none())


def brands_called(reach: Reach, names: Iterable[str]) -> dict[str, list[PlaceRef]]:
    """Brands within reach by name, whatever its capitals. One query."""
    searched = {name.casefold() for name in names}
    folded = {match_text(name) for name in names}
    found: dict[str, list[PlaceRef]] = {}
    if searched:
        for pk, name in reach.brands.filter(match_name__in=folded).values_list("pk", "name"):
            if name.casefold() in searched:
                found.setdefault(name.casefold(), []).append(PlaceRef("brand", str(pk)))
    return found


def groups_called(reach: Reach, names: Iterable[str]) -> dict[str, list[PlaceRef]]:
    """Groups within reach by name, whatever its capitals. One query."""
    folded, found = {name.casefold() for name in names}, dict[str, list[PlaceRef]]()
    if folded:
        for pk, name in reach.groups.values_list("pk", "name").order_by("pk"):
            if name.casefold() in folded:
                found.setdefault(name.casefold(), []).append(PlaceRef("group", str(pk)))
    return found


def factories_called(reach: Reach, codes: Iterable[str]) -> dict[str, list[PlaceRef]]:
    """Open factories within reach by code. One query for every 500."""
    upper_codes, found = sorted({code.upper() for code in codes}), {}
    for start in range(0, len(upper_codes), PART):
        rows = reach.factories.filter(code__in=upper_codes[start : start + PART], is_closed=False)
        found.update(
            {code.casefold(): [PlaceRef("factory", str(pk))] for pk, code in rows.values_list("pk", "code")}
        )
    return found


def offered_factories(reach: Reach, text: str, *, most: int = 20) -> list[tuple[str, str]]:
    """(code, name) of open factories within reach that a text may mean. One query."""
    named = Q(code__istartswith=text.strip()) | Q(match_name__contains=match_text(text))
    rows = reach.factories.filter(named, is_closed=False).order_by("code")
    return list(rows.values_list("code", "name")[:most])


def brands_managed_by(user: User) -> QuerySet[Brand]:
    """Brands whose settings a person keeps: their own administrators; all their people where there are none."""
    administrators = Membership.objects.filter(
        in_force(), brand=OuterRef("pk"), is_administrator=True, user__is_active=True
    )
    administered_by_user = Q(pk__in=administered(user.pk, "brand"))
    return brands_of(user).filter(administered_by_user | ~Exists(administrators))


def managers_of_brands(slugs: Collection[str]) -> dict[str, set[int]]:
    """The brand's address → ids of the active people who keep its settings. One query."""
    rows = Membership.objects.filter(in_force(), user__is_active=True, brand__slug__in=list(slugs))
    people: dict[str, set[int]] = {}
    administrators: dict[str, set[int]] = {}
    for slug, person, administers in rows.values_list("brand__slug", "user_id", "is_administrator"):
        people.setdefault(slug, set()).add(person)
        if administers:
            administrators.setdefault(slug, set()).add(person)
    return people | administrators
