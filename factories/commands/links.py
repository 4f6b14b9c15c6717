"""Who buys from whom, and who may read whose reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from factories.domain.link_rows import LinkRow
from factories.domain.names import match_text
from factories.domain.problems import Outcome, Problem
from factories.models import Brand, Consent, Factory, Identifier, Sourcing
from journal.commands import Unchanged, command
from journal.events import BATCH, Happening, record, record_many
from journal.refusals import Refused

Link = type[Sourcing] | type[Consent]


class NotSourcing(Refused):
    """A consent goes to a brand that buys from the factory."""


# --- one at a time ------------------------------------------------------------------------------------------------


@command
def start_sourcing(
    factory_id: int, *, brand: str, from_on: date, actor: User | None, now: datetime
) -> Sourcing | Unchanged:
    """A brand begins to buy from a factory."""
    factory = Factory.objects.get(pk=factory_id)
    if not _apply_starts([(factory.pk, factory.code, brand, from_on)], actor=actor, now=now):
        return Unchanged()
    return Sourcing.objects.get(brand__match_name=match_text(brand), factory=factory, until_on__isnull=True)


@command
def end_sourcing(
    factory_id: int, *, brand_id: int, until_on: date, actor: User | None, now: datetime
) -> Unchanged | None:
    """A brand's last day at a factory; consents to it end the same day."""
    factory, brand = Factory.objects.get(pk=factory_id), Brand.objects.get(pk=brand_id)
    ended = Sourcing.objects.filter(factory=factory, brand=brand, until_on__isnull=True).update(
        until_on=until_on
    )
    if not ended:
        return Unchanged()
    withdrawn = Consent.objects.filter(factory=factory, brand=brand, until_on__isnull=True).update(
        until_on=until_on
    )
    happened = [_told("sourcing.ended", factory, brand)] + [
        _told("consent.withdrawn", factory, brand)
    ] * bool(withdrawn)
    record_many(happened, actor=actor, at=now)
    return None


@command
def give_consent(
    factory_id: int,
    *,
    brand_id: int,
    from_on: date,
    scope: str = "reports",
    actor: User | None,
    now: datetime,
) -> Consent | Unchanged:
    """The factory allows a brand that buys from it to read its reports.

    Raises:
        NotSourcing: the brand does not buy from the factory that day.
    """
    factory = Factory.objects.select_for_update().get(pk=factory_id)
    brand = Brand.objects.get(pk=brand_id)
    open_now = Consent.objects.filter(factory=factory, brand=brand, scope=scope).filter(_open_on(from_on))
    if open_now.exists():
        return Unchanged(open_now.first())
    if not Sourcing.objects.filter(_open_on(from_on), factory=factory, brand=brand).exists():
        raise NotSourcing(_("%(brand)s does not buy from this factory on that day.") % {"brand": brand.name})
    given = Consent.objects.create(
        factory=factory, brand=brand, scope=scope, from_on=from_on, recorded_at=now, recorded_by=actor
    )
    record_many([_told("consent.given", factory, brand)], actor=actor, at=now)
    return given


@command
def withdraw_consent(
    factory_id: int, *, brand_id: int, scope: str = "reports", actor: User | None, now: datetime
) -> Unchanged | None:
    """The factory takes its permission back: from this moment the brand reads nothing more."""
    factory, brand = Factory.objects.get(pk=factory_id), Brand.objects.get(pk=brand_id)
    held = Consent.objects.filter(factory=factory, brand=brand, scope=scope, until_on__isnull=True)
    # a consent of today has no day left to stand: it goes; an older one ends yesterday
    removed, _each = held.filter(from_on__gte=now.date()).delete()
    ended = held.filter(from_on__lt=now.date()).update(until_on=date.fromordinal(now.date().toordinal() - 1))
    if not removed and not ended:
        return Unchanged()
    record("consent.withdrawn", subject=f"factory:{factory.code}", actor=actor, at=now, factory_id=factory.pk,
           data={"brand": brand.name})  # fmt: skip
    return None


# --- files --------------------------------------------------------------------------------------------------------


@command
def import_sourcing(
    rows: Sequence[LinkRow], *, actor: User | None, now: datetime, dry_run: bool = False
) -> Outcome | Unchanged:
    """Sourcing links from a file; the same file again changes nothing; all or nothing."""
    return _import(Sourcing, rows, actor=actor, now=now, dry_run=dry_run)


@command
def import_consents(
    rows: Sequence[LinkRow], *, actor: User | None, now: datetime, dry_run: bool = False
) -> Outcome | Unchanged:
    """Consents from a file; the same file again changes nothing; all or nothing."""
    return _import(Consent, rows, actor=actor, now=now, dry_run=dry_run)


def _import(
    model: Link, rows: Sequence[LinkRow], *, actor: User | None, now: datetime, dry_run: bool
) -> Outcome | Unchanged:
    factories, problems = _factories_named(rows)
    if problems:
        return Unchanged(Outcome(rows=len(rows), problems=tuple(problems)))
    brands = _apply_brands({row.brand for row in rows}, write=not dry_run)
    known = {
        (link.factory_id, link.brand_id, getattr(link, "scope", ""), link.from_on): link
        for link in model._default_manager.all()
    }
    made, changed, same = [], [], 0
    happened: list[Happening] = []
    for row in rows:
        factory, brand = factories[row.factory], brands.get(match_text(row.brand), Brand(name=row.brand))
        link = known.get((factory.pk, brand.pk, row.scope, row.from_on)) if brand.pk else None
        if link is not None and link.until_on == row.until_on:
            same += 1
            continue
        if link is None:
            link = _new(model, row, factory, brand, actor=actor, now=now)
            made.append(link)
        else:
            link.until_on = row.until_on
            changed.append(link)
        known[factory.pk, brand.pk, row.scope, row.from_on] = link
        happened.append(_told(_kind(model, row), factory, brand))
    outcome = Outcome(rows=len(rows), created=len(made), updated=len(changed), unchanged=same)
    if dry_run or not happened:
        return Unchanged(outcome)
    model._default_manager.bulk_create(made, batch_size=BATCH)  # type: ignore[arg-type]  # all of one model
    model._default_manager.bulk_update(changed, ["until_on"], batch_size=BATCH)  # type: ignore[arg-type]
    record_many(happened, actor=actor, at=now)
    return outcome


def _new(
    model: Link, row: LinkRow, factory: Factory, brand: Brand, *, actor: User | None, now: datetime
) -> Sourcing | Consent:
    said = {
        "factory": factory, "brand": brand, "from_on": row.from_on, "until_on": row.until_on, "recorded_at": now
    }  # fmt: skip
    return Consent(scope=row.scope, recorded_by=actor, **said) if model is Consent else Sourcing(**said)


def _kind(model: Link, row: LinkRow) -> str:
    if model is Consent:
        return "consent.withdrawn" if row.until_on else "consent.given"
    return "sourcing.ended" if row.until_on else "sourcing.started"


def _factories_named(rows: Sequence[LinkRow]) -> tuple[dict[str, Factory], list[Problem]]:
    """The factories that the rows name by code or OS ID, and a problem for each row that names none."""
    named = {factory.code: factory for factory in Factory.objects.only("id", "code")}
    by_id = {factory.pk: factory for factory in named.values()}
    current = Identifier.objects.filter(scheme=Identifier.Scheme.OS_ID, until_on__isnull=True)
    named |= {value: by_id[factory_id] for factory_id, value in current.values_list("factory_id", "value")}
    problems = [
        Problem(
            row.number, "factory", "no_such_factory", f"{row.factory!r} is not registered; import it first"
        )
        for row in rows
        if row.factory not in named
    ]
    return named, problems


# --- shared ---------------------------------------------------------------------------------------------------------


def _apply_brands(names: set[str], *, write: bool = True) -> dict[str, Brand]:
    """Brands by normalised name, made where missing."""
    known = {brand.match_name: brand for brand in Brand.objects.all()}
    slugs = {brand.slug for brand in known.values()}
    new: dict[str, Brand] = {}
    for name in sorted(names):
        key = match_text(name)[:120]
        if key not in known and key not in new:
            new[key] = Brand(name=name, match_name=key, slug=_free_slug(name, slugs))
    if write:
        Brand.objects.bulk_create(new.values(), batch_size=BATCH)
    return known | new


def _free_slug(name: str, taken: set[str]) -> str:
    stem = slugify(name)[:70] or "brand"
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    taken.add(slug)
    return slug


def _apply_starts(starts: Sequence[tuple[int, str, str, date]], *, actor: User | None, now: datetime) -> bool:
    """Open links (factory id, factory code, brand name, first day) that are not open yet."""
    if not starts:
        return False
    brands = _apply_brands({name for _, _, name, _ in starts})
    open_links = set(Sourcing.objects.filter(until_on__isnull=True).values_list("factory_id", "brand_id"))
    made, happened = [], []
    for factory_id, code, name, from_on in starts:
        brand = brands[match_text(name)[:120]]
        if (factory_id, brand.pk) in open_links:
            continue
        open_links.add((factory_id, brand.pk))
        made.append(Sourcing(factory_id=factory_id, brand=brand, from_on=from_on, recorded_at=now))
        happened.append(Happening("sourcing.started", f"factory:{code}", factory_id, {"brand": brand.name}))
    Sourcing.objects.bulk_create(made, batch_size=BATCH, ignore_conflicts=True)
    record_many(happened, actor=actor, at=now)
    return bool(made)


def _told(kind: str, factory: Factory, brand: Brand) -> Happening:
    return Happening(kind, f"factory:{factory.code}", factory.pk, {"brand": brand.name})


def _open_on(day: date) -> Q:
    return Q(from_on__lte=day) & (Q(until_on__isnull=True) | Q(until_on__gte=day))
