"""Who sources from a factory, and who may read its reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import Role
from countries.queries.local_time import On
from factories.domain.scopes import rank
from factories.models import Brand, Consent, Factory, Membership, ReportScope, Sourcing
from factories.queries.memberships.places import in_force
from factories.queries.visibility import consent_open_on, open_on


@dataclass(frozen=True, slots=True)
class BrandLink:
    """A brand, since when it buys here (None: not now), and since when it may read the reports (None: it may not).

    `is_documented`: the consent came by a file, which says that it was given on `paper`.
    """

    brand_id: int
    brand: str
    sourcing_since: date | None
    consent_since: date | None
    consent_until: date | None
    is_documented: bool = False
    paper: str = ""
    scope: str = ""
    sourcing_until: date | None = None

    @property
    def scope_label(self) -> str:
        """The scope in words."""
        return str(ReportScope(self.scope).label) if self.scope else ""


def consents_of(factory_id: int, on: On) -> list[BrandLink]:
    """Per brand that buys from the factory that day: its consent. Two queries."""
    rows = Consent.objects.filter(consent_open_on(on), factory_id=factory_id).order_by("from_on", "id")
    consents = {consent.brand_id: consent for consent in sorted(rows, key=lambda row: rank(row.scope))}
    links = Sourcing.objects.filter(open_on(on), factory_id=factory_id).select_related("brand")
    return [
        _link_of(link.brand_id, link.brand.name, link, consents.get(link.brand_id))
        for link in links.order_by("brand__name", "from_on", "id")
    ]


def readers_of(factory_id: int, today: date) -> list[BrandLink]:
    """What a factory decides on: each brand that buys there today, or whose consent stands or will begin. Two queries.

    A consent counts from its first day on only and opens nothing to a brand that does not buy there: the factory can
    withdraw it before.
    """
    in_force = Q(until_on__isnull=True) | Q(until_on__gte=today)
    consents: dict[int, Consent] = {}
    rows = Consent.objects.filter(in_force, factory_id=factory_id, ended_at__isnull=True).select_related(
        "brand"
    )
    # what is read today before what will be, and the widest first: two stand only where records were merged
    for consent in sorted(rows, key=lambda row: (max(row.from_on, today), -rank(row.scope), row.pk)):
        consents.setdefault(consent.brand_id, consent)
    links = Sourcing.objects.filter(open_on(today), factory_id=factory_id).select_related("brand")
    buyers = {link.brand_id: link for link in links.order_by("from_on", "id")}
    brands = {link.brand_id: link.brand.name for link in buyers.values()}
    brands |= {consent.brand_id: consent.brand.name for consent in consents.values()}
    return [
        _link_of(brand_id, name, buyers.get(brand_id), consents.get(brand_id))
        for brand_id, name in sorted(brands.items(), key=lambda named: (named[1], named[0]))
    ]


def _link_of(brand_id: int, name: str, link: Sourcing | None, consent: Consent | None) -> BrandLink:
    return BrandLink(
        brand_id=brand_id,
        brand=name,
        sourcing_since=link.from_on if link else None,
        consent_since=consent.from_on if consent else None,
        consent_until=consent.until_on if consent else None,
        is_documented=consent is not None and consent.is_documented_outside,
        paper=consent.paper if consent else "",
        scope=consent.scope if consent else "",
        sourcing_until=link.until_on if link else None,
    )


@dataclass(frozen=True, slots=True)
class Belonging:
    """A person with an account who belongs to a factory, themselves or through its group."""

    name: str
    role: str


def people_of(factory_id: int) -> list[Belonging]:
    """Active accounts of a factory's own people, in order of name. For the programme's staff. One query."""
    through_group = Q(group__in=Factory.objects.filter(pk=factory_id).values("group"))
    rows = Membership.objects.filter(
        in_force(), Q(factory_id=factory_id) | through_group, user__is_active=True
    )
    found = rows.order_by("user__name", "user_id").values_list("user__name", "user__role").distinct()
    return [Belonging(name, str(Role(role).label)) for name, role in found]


def sourcing_rows() -> list[tuple[str, str, date, date | None]]:
    """Every link: factory code, brand, from, until."""
    rows = Sourcing.objects.order_by("factory__code", "brand__name", "from_on")
    return list(rows.values_list("factory__code", "brand__name", "from_on", "until_on"))


def consent_rows() -> list[tuple[str, str, str, date, date | None, str]]:
    """Every consent: factory code, brand, scope, from, until, paper."""
    rows = Consent.objects.order_by("factory__code", "brand__name", "from_on", "pk")
    return list(rows.values_list("factory__code", "brand__name", "scope", "from_on", "until_on", "paper"))


def brand_names_by_factory(on: On) -> dict[int, list[str]]:
    """Names of the brands that buy from each factory on a day. One query."""
    found: dict[int, list[str]] = {}
    rows = Sourcing.objects.filter(open_on(on)).order_by("brand__name", "id")
    for factory_id, brand in rows.values_list("factory_id", "brand__name"):
        found.setdefault(factory_id, []).append(brand)
    return found


def brands_by_name() -> dict[str, int]:
    """Ids of all brands by name. One query."""
    return dict(Brand.objects.order_by("name").values_list("name", "id"))
