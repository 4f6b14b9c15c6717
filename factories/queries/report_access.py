"""Which reports brands read, how much of them and until when, and what they ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import FACTORY_PEOPLE, Role
from countries.queries.local_time import LocalDays, On, sql_day
from factories.domain.scopes import NOTHING, REMINDERS, covering, covers, rank
from factories.models import AccessRequest, Brand, Consent, ReportScope, Sourcing
from factories.queries.visibility import brands_of, consent_open_on, factories_of, open_on, sourced_by

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Viewer = User | AnonymousUser

PENDING = AccessRequest.State.PENDING
EARLIER = 20


@dataclass(frozen=True, slots=True)
class ReportAccess:
    """What a brand reads of a factory's reports: the scope, and the last day (None: no end)."""

    scope: str
    until_on: date | None

    @property
    def label(self) -> str:
        """The scope in words."""
        return str(ReportScope(self.scope).label) if self.scope else ""

    def covers(self, scope: str) -> bool:
        """Whether it includes a scope."""
        return covers(self.scope, scope)


NO_ACCESS = ReportAccess(NOTHING, None)


def access_of(
    brand_ids: Collection[int] | QuerySet[Brand], on: On, factory_ids: Collection[int]
) -> dict[int, ReportAccess]:
    """What one of the brands reads of each factory on a day: a live link and a live consent, both. One query.

    Factories that share nothing are not in it. The widest scope counts, and of equal ones the last to end.
    """
    rows = _in_force(on).filter(brand__in=brand_ids, factory__in=list(factory_ids))
    return _widest(rows.values_list("factory_id", "scope", "until_on"))


def access_by_brand(brand_ids: Collection[int], on: On, factory_id: int) -> dict[int, ReportAccess]:
    """What each of the brands reads of one factory on a day; those that read nothing are not in it. One query."""
    rows = _in_force(on).filter(brand__in=brand_ids, factory=factory_id)
    return _widest(rows.values_list("brand_id", "scope", "until_on"))


def brand_reads(scope: str, on: On) -> Exists:
    """Whether the brand of a row (with `brand` and `factory`) reads a scope of the factory's reports on a day."""
    consents = _in_force(on).filter(scope__in=covering(scope))
    return Exists(consents.filter(brand=OuterRef("brand"), factory=OuterRef("factory")))


def _in_force(on: On) -> QuerySet[Consent]:
    links = Sourcing.objects.filter(open_on(on), brand=OuterRef("brand"), factory=OuterRef("factory"))
    return Consent.objects.filter(Exists(links), consent_open_on(on))


def _widest(rows: Iterable[tuple[int, str, date | None]]) -> dict[int, ReportAccess]:
    found: dict[int, ReportAccess] = {}
    for key, scope, until_on in rows:
        access, known = ReportAccess(scope, until_on), found.get(key, NO_ACCESS)
        if _weight(access) > _weight(known):
            found[key] = access
    return found


def _weight(access: ReportAccess) -> tuple[int, date]:
    return rank(access.scope), access.until_on or date.max


def access_to(user: User, factory_id: int, on: On) -> ReportAccess:
    """What the user's brands read of one factory on a day. Two queries."""
    return access_of(brands_of(user), on, [factory_id]).get(factory_id, NO_ACCESS)


def waiting_requests_of(user: User, on: On, factory_ids: Collection[int]) -> dict[int, AccessRequest]:
    """Requests of the user's brands that wait, by factory, where the brand buys. One query."""
    rows = _live(AccessRequest.objects.filter(brand__in=brands_of(user), factory__in=list(factory_ids)), on)
    return {row.factory_id: row for row in rows.order_by("made_at", "pk")}


def waiting_requests_by_brand(
    brand_ids: Collection[int], on: On, factory_id: int
) -> dict[int, AccessRequest]:
    """Requests of brands that wait at one factory, where the brand buys. One query."""
    rows = _live(AccessRequest.objects.filter(brand__in=brand_ids, factory=factory_id), on)
    return {row.brand_id: row for row in rows.order_by("made_at", "pk")}


def declined_requests_of(user: User, on: On, factory_ids: Collection[int]) -> dict[int, AccessRequest]:
    """The newest request of the user's brands that each factory declined, where the brand buys. One query."""
    links = Sourcing.objects.filter(open_on(on), brand=OuterRef("brand"), factory=OuterRef("factory"))
    rows = AccessRequest.objects.filter(
        Exists(links),
        brand__in=brands_of(user),
        factory__in=list(factory_ids),
        state=AccessRequest.State.DECLINED,
    )
    return {row.factory_id: row for row in rows.order_by("closed_at", "pk")}


def has_asked(user: User, factory_id: int) -> bool:
    """Whether one of the user's brands ever asked a factory for access. One query."""
    return AccessRequest.objects.filter(brand__in=brands_of(user), factory=factory_id).exists()


def waiting_requests_at(factory_id: int, on: On) -> list[AccessRequest]:
    """Requests that a factory has not answered yet, the oldest first, of brands that buy there. One query."""
    rows = _live(AccessRequest.objects.filter(factory=factory_id), on).select_related("brand", "made_by")
    return list(rows.order_by("made_at", "pk"))


def requests_to_answer(user: User, on: On) -> QuerySet[AccessRequest]:
    """Requests that wait at factories for which the user speaks, of brands that buy there."""
    return _live(AccessRequest.objects.filter(factory__in=factories_of(user)), on)


def earlier_requests_at(factory_id: int) -> list[AccessRequest]:
    """The newest requests that a factory has answered or a brand withdrew, newest first. One query."""
    rows = AccessRequest.objects.filter(factory=factory_id).exclude(state=PENDING)
    return list(rows.select_related("brand", "closed_by").order_by("-closed_at", "pk")[:EARLIER])


def brands_that_may_ask(user: User, factory_id: int, on: On) -> list[Brand]:
    """The user's brands that buy from a factory that is open, in order of name. One query."""
    links = Sourcing.objects.filter(open_on(on), factory=factory_id, brand=OuterRef("pk"))
    brands = brands_of(user).filter(Exists(links)).order_by("name", "pk")
    return (
        list(brands)
        if sourced_by(brands_of(user), on).filter(pk=factory_id, is_closed=False).exists()
        else []
    )


def requests_visible_to(user: Viewer, on: On) -> QuerySet[AccessRequest]:
    """Requests for access that exist for a user: of their brands where those buy, and at their own factories.

    As on the pages, a factory reads one that waits only while the brand buys from it.
    """
    rows, role = AccessRequest.objects.select_related("factory", "brand"), getattr(user, "role", "")
    if role not in {*FACTORY_PEOPLE, Role.BRAND}:
        return rows.none()
    links = Exists(Sourcing.objects.filter(open_on(on), brand=OuterRef("brand"), factory=OuterRef("factory")))
    if role in FACTORY_PEOPLE:
        return rows.filter(~Q(state=PENDING) | Q(links), factory__in=factories_of(user))
    return rows.filter(links, brand__in=brands_of(user))


def consents_visible_to(user: Viewer, on: On) -> QuerySet[Consent]:
    """Consents that exist for a user: of own factories what stands or will begin, of own brands what is in force."""
    role = getattr(user, "role", "")
    if role in FACTORY_PEOPLE:
        is_ahead = Q(until_on__isnull=True) | Q(until_on__gte=sql_day(on, "factory__country"))
        rows = Consent.objects.filter(is_ahead, ended_at__isnull=True, factory__in=factories_of(user))
    elif role == Role.BRAND:
        rows = _in_force(on).filter(brand__in=brands_of(user))
    else:
        rows = Consent.objects.none()
    return rows.select_related("factory", "brand")


def consents_that_were(user: User, consent_id: Any) -> QuerySet[Consent]:
    """One consent of the user's own factories, also one that is withdrawn."""
    return Consent.objects.filter(pk=consent_id, factory__in=factories_of(user))


def brands_buying_from(factory_id: int, on: On) -> list[Brand]:
    """The brands that buy from a factory, in order of name: to them it may give a consent. One query."""
    links = Sourcing.objects.filter(open_on(on), factory=factory_id, brand=OuterRef("pk"))
    return list(Brand.objects.filter(Exists(links)).order_by("name", "pk"))


def ending_consents(days: LocalDays) -> list[Consent]:
    """Consents in force whose last day is near enough for a reminder, with factory and brand. One query."""
    links = Sourcing.objects.filter(open_on(days), brand=OuterRef("brand"), factory=OuterRef("factory"))
    soon = days.sql("factory__country", ahead=timedelta(days=max(REMINDERS)))
    rows = Consent.objects.filter(Exists(links), consent_open_on(days), until_on__lte=soon)
    return list(rows.select_related("factory", "brand").order_by("factory__code", "brand__slug", "pk"))


def _live(rows: QuerySet[AccessRequest], on: On) -> QuerySet[AccessRequest]:
    links = Sourcing.objects.filter(open_on(on), brand=OuterRef("brand"), factory=OuterRef("factory"))
    return rows.filter(Exists(links), state=PENDING)


def scopes_by_brand(on: On, factory_ids: Collection[int] | None = None) -> dict[tuple[int, int], str]:
    """(brand id, factory id) → the widest scope that it reads on a day; of all factories when None. One query."""
    links = Sourcing.objects.filter(open_on(on), brand=OuterRef("brand"), factory=OuterRef("factory"))
    rows = Consent.objects.filter(Exists(links), consent_open_on(on))
    if factory_ids is not None:
        rows = rows.filter(factory__in=list(factory_ids))
    found: dict[tuple[int, int], str] = {}
    for brand, factory, scope in rows.values_list("brand_id", "factory_id", "scope"):
        known = found.get((brand, factory), NOTHING)
        found[brand, factory] = scope if rank(scope) > rank(known) else known
    return found


def buying_brands(brand_ids: Collection[int], factory_ids: Collection[int], on: On) -> set[tuple[int, int]]:
    """(brand id, factory id) of those of the brands that buy from those of the factories on a day. One query."""
    links = Sourcing.objects.filter(open_on(on), brand__in=list(brand_ids), factory__in=list(factory_ids))
    return set(links.values_list("brand_id", "factory_id"))
