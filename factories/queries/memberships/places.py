"""Which places are in force, and what is known about a person's places."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from countries.models import Country
from countries.queries.countries import local_name
from countries.queries.country_settings import SettingsByCountry
from factories.models import Brand, Factory, Group, Membership

if TYPE_CHECKING:
    from django.db.models import QuerySet

KINDS = ("country", "brand", "factory", "group")


def in_force() -> Q:
    """Memberships in force at a moment: begun, not over, not ended.

    Rights hold at the moment of the request, whichever day a page or report is about. This is therefore the one query
    that reads the clock itself.
    """
    now = timezone.now()
    return Q(begins_at__lte=now, ended_at__isnull=True) & (Q(ends_at__isnull=True) | Q(ends_at__gt=now))


def not_ended() -> Q:
    """Memberships that were not ended: in force, to come, or over by their last day."""
    return Q(ended_at__isnull=True)


@dataclass(frozen=True, slots=True, order=True)
class PlaceRef:
    """A place by its kind (`country`, `brand`, `factory`, `group`) and key (a country's code, otherwise an id)."""

    kind: str
    key: str

    @property
    def column(self) -> str:
        """The column of Membership that holds the key."""
        return f"{self.kind}_id"

    @property
    def value(self) -> str | int:
        """The key as its column stores it."""
        return self.key if self.kind == "country" else int(self.key)


def place_of(row: Membership) -> PlaceRef:
    """The place of a membership. No query."""
    for kind in KINDS:
        if (value := getattr(row, f"{kind}_id")) is not None:
            return PlaceRef(kind, str(value))
    raise AssertionError(row.pk)  # a constraint forbids it


def zone_of_place(
    place: PlaceRef, countries: Mapping[int, str], known: SettingsByCountry, at: datetime
) -> ZoneInfo:
    """The zone in which a place's days count: its country's; the programme's own for brands and groups.

    `countries`: factory id → country code, for factories.
    """
    if place.kind == "country":
        return known.zone(place.key, at)
    if place.kind == "factory":
        return known.zone(countries[int(place.key)], at)
    return ZoneInfo(settings.TIME_ZONE)


def instants_of(from_on: date, until_on: date | None, zone: ZoneInfo) -> tuple[datetime, datetime | None]:
    """The first instant of `from_on` and the first after `until_on`, in UTC."""
    begins = datetime.combine(from_on, time(), zone).astimezone(UTC)
    if until_on is None:
        return begins, None
    return begins, datetime.combine(until_on + timedelta(days=1), time(), zone).astimezone(UTC)


def lies_in_the_past(day: date | None, now: datetime) -> bool:
    """Whether a day is over everywhere on earth."""
    return day is not None and (instants_of(day, day, ZoneInfo("Etc/GMT+12"))[1] or now) <= now


def countries_of_factories(factory_ids: Collection[int]) -> dict[int, str]:
    """Factory id → country code. One query for every 500."""
    ids, found = sorted(factory_ids), dict[int, str]()
    for start in range(0, len(ids), 500):
        rows = Factory.objects.filter(pk__in=ids[start : start + 500])
        found.update(rows.values_list("pk", "country_id"))
    return found


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place of a person's, as a page shows it. `state`: `in_force`, `to_come`, `over` or `ended`."""

    id: int
    user_id: int
    place: PlaceRef
    name: str
    country: str  # of a country or factory; ""
    is_administrator: bool
    from_on: date
    until_on: date | None
    state: str
    ended_at: datetime | None
    ended_by: str
    reason: str


def place_rows(user_ids: Collection[int], now: datetime, *, ended: bool = True) -> list[PlaceRow]:
    """The places of some people, latest first; `ended=False` leaves out those that a person ended. One query."""
    rows = Membership.objects.filter(user__in=list(user_ids))
    if not ended:
        rows = rows.filter(not_ended())
    rows = rows.select_related("country", "brand", "factory", "group", "ended_by")
    return [_row(row, now) for row in rows.order_by("user_id", "-begins_at", "-pk")]


def _row(row: Membership, now: datetime) -> PlaceRow:
    place = place_of(row)
    if row.country_id is not None:
        name, country = local_name(row.country_id), row.country_id
    elif row.factory is not None:
        name, country = f"{row.factory.name} ({row.factory.code})", row.factory.country_id
    else:
        name, country = (row.brand or row.group).name, ""  # type: ignore[union-attr]  # exactly one is set
    return PlaceRow(
        id=row.pk, user_id=row.user_id, place=place, name=name, country=country,
        is_administrator=row.is_administrator, from_on=row.from_on, until_on=row.until_on,
        state=_state(row, now), ended_at=row.ended_at, ended_by=str(row.ended_by or ""), reason=row.reason,
    )  # fmt: skip


def _state(row: Membership, now: datetime) -> str:
    if row.ended_at is not None:
        return "ended"
    if row.begins_at > now:
        return "to_come"
    return "over" if row.ends_at is not None and row.ends_at <= now else "in_force"


def place_names(places: Collection[PlaceRef]) -> dict[PlaceRef, str]:
    """Names of places in the reader's language. One query for each kind but countries."""
    models = {"brand": Brand, "factory": Factory, "group": Group}
    found = {place: local_name(place.key) for place in places if place.kind == "country"}
    for kind, model in models.items():
        ids = [int(place.key) for place in places if place.kind == kind]
        for start in range(0, len(ids), 500):
            rows = model.objects.filter(pk__in=ids[start : start + 500])  # type: ignore[attr-defined]
            found |= {PlaceRef(kind, str(pk)): name for pk, name in rows.values_list("pk", "name")}
    return found


def users_at(
    *,
    countries: QuerySet[Country] | None = None,
    brands: QuerySet[Brand] | None = None,
    factories: QuerySet[Factory] | None = None,
    groups: QuerySet[Group] | None = None,
    now_only: bool = False,
) -> QuerySet[Membership, int]:
    """Ids of users with a standing place (`now_only`: in force) among those given, as a subquery."""
    there = Q(pk__in=[])
    given = {"country": countries, "brand": brands, "factory": factories, "group": groups}
    for kind, places in given.items():
        if places is not None:
            there |= Q(**{f"{kind}__in": places})
    rows = Membership.objects.filter(there, in_force() if now_only else not_ended())
    return rows.values_list("user_id", flat=True)


def users_elsewhere(
    *,
    countries: QuerySet[Country],
    brands: QuerySet[Brand],
    factories: QuerySet[Factory],
    groups: QuerySet[Group],
) -> QuerySet[Membership, int]:
    """Ids of users with a standing place outside all of those given, as a subquery."""
    inside = Q(country__in=countries) | Q(brand__in=brands) | Q(factory__in=factories) | Q(group__in=groups)
    return Membership.objects.filter(not_ended()).exclude(inside).values_list("user_id", flat=True)


def administered(user_id: int, kind: str) -> QuerySet[Membership, str | int]:
    """Keys of the places of a kind whose own administrator a person is now, as a subquery."""
    rows = Membership.objects.filter(in_force(), user_id=user_id, is_administrator=True)
    return rows.filter(**{f"{kind}__isnull": False}).values_list(f"{kind}_id", flat=True)


def occupied(places: Collection[PlaceRef], roles: Collection[str]) -> set[PlaceRef]:
    """Those of the places where a person of these roles belongs who did not leave. One query for each kind and 500."""
    found: set[PlaceRef] = set()
    for kind in KINDS:
        keys = [place.value for place in places if place.kind == kind]
        for start in range(0, len(keys), 500):
            rows = Membership.objects.filter(
                not_ended(),
                Q(user__is_active=True) | Q(user__joined_at__isnull=True),  # nobody who left
                user__role__in=list(roles),
                **{f"{kind}__in": keys[start : start + 500]},
            )
            found |= {PlaceRef(kind, str(key)) for key in rows.values_list(f"{kind}_id", flat=True)}
    return found


def membership_with_user(membership_id: int) -> Membership | None:
    """One place with its owner. One query."""
    rows = Membership.objects.select_related("user", "country", "brand", "factory", "group")
    return rows.filter(pk=membership_id).first()


def people_at(country: str) -> QuerySet[Membership, int]:
    """Ids of users with a standing place in a country: its own, or one of its factories; as a subquery."""
    there = Q(country=country) | Q(factory__country=country)
    return Membership.objects.filter(not_ended(), there).values_list("user_id", flat=True)


def places_like(text: str) -> QuerySet[Membership, int]:
    """Ids of users with a standing place whose name or code holds a text, as a subquery."""
    named = (
        Q(country=text.upper()) | Q(country__name__icontains=text) | Q(brand__name__icontains=text)
        | Q(factory__name__icontains=text) | Q(factory__code__istartswith=text) | Q(group__name__icontains=text)
    )  # fmt: skip
    return Membership.objects.filter(not_ended(), named).values_list("user_id", flat=True)


def place_keyed(kind: str, text: str) -> PlaceRef | None:
    """The place of a kind by a country's or factory's code, or a brand's or group's name; None for none. One query."""
    found: QuerySet[Country] | QuerySet[Brand] | QuerySet[Factory] | QuerySet[Group]
    if kind == "country":
        found = Country.objects.filter(pk=text.upper())
    elif kind == "factory":
        found = Factory.objects.filter(code=text.upper())
    elif kind == "brand":
        found = Brand.objects.filter(name__iexact=text)
    else:
        found = Group.objects.filter(name__iexact=text)
    row = found.order_by("pk").first()
    return None if row is None else PlaceRef(kind, str(row.pk))
