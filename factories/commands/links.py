"""Who buys from whom: one link at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from factories.commands.brands import _by_key, apply_brands, brand_key
from factories.commands.changes import check_seen
from factories.domain.registry_events import SOURCING
from factories.models import Brand, Consent, Factory, Sourcing
from factories.policies.registry import check_may_keep
from factories.same_transaction.merged import hold_brands
from journal.bulk import insert_objects
from journal.commands import Unchanged, command
from journal.events import Happening, record_many
from journal.refusals import Refused

if TYPE_CHECKING:
    from django.db.models import QuerySet


class SourcedThen(Refused):
    """The brand bought here on that day already, under another link."""

    field = "from_on"


class EndsBeforeStart(Refused):
    """A link cannot end before it began."""

    field = "until_on"


@command
def start_sourcing(
    factory_id: int,
    *,
    brand: str,
    from_on: date,
    seen: int | None = None,
    actor: User | None,
    now: datetime,
) -> Sourcing | Unchanged:
    """A brand begins to buy from a factory; unchanged when it does already on that day, under any name it had.

    Raises:
        SourcedThen: an ended link covers the day, or the open one began later; and ChangedMeanwhile, NotYourRegistry.
    """
    factory = Factory.every.select_for_update().get(pk=factory_id)
    check_may_keep(actor, factory.pk)
    found = _by_key().get(brand_key(brand))
    links = Sourcing.objects.filter(factory=factory, brand=found).order_by("from_on")
    still = links.filter(until_on__isnull=True).first()
    if still is not None and still.from_on <= from_on:
        return Unchanged(still)
    if still is not None:
        message = _("%(brand)s is linked here since %(day)s; correct the first day of that link.")
        raise SourcedThen(message % {"brand": brand, "day": still.from_on})
    then = links.filter(until_on__gte=from_on).order_by("-until_on").first()
    if then is not None:
        message = _("%(brand)s bought here until %(day)s; choose a later day.")
        raise SourcedThen(message % {"brand": brand, "day": then.until_on})
    check_seen(factory, seen, SOURCING)
    apply_starts([(factory.pk, factory.code, brand, from_on)], actor=actor, now=now)
    return Sourcing.objects.get(factory=factory, brand=_by_key()[brand_key(brand)], until_on__isnull=True)


@command
def end_sourcing(
    factory_id: int,
    *,
    brand_id: int,
    until_on: date,
    seen: int | None = None,
    actor: User | None,
    now: datetime,
) -> Unchanged | None:
    """A brand's last day at a factory; consents to it end with it.

    Raises:
        EndsBeforeStart, ChangedMeanwhile, NotYourRegistry.
    """
    factory = Factory.every.select_for_update().get(pk=factory_id)
    check_may_keep(actor, factory.pk)
    brand = Brand.objects.get(pk=brand_id)
    links = Sourcing.objects.select_for_update().filter(factory=factory, brand=brand, until_on__isnull=True)
    link = links.first()
    if link is None:
        return Unchanged()
    check_seen(factory, seen, SOURCING)
    if until_on < link.from_on:
        message = _("%(brand)s has bought here since %(day)s; choose that day or a later one.")
        raise EndsBeforeStart(message % {"brand": brand.name, "day": link.from_on})
    links.update(until_on=until_on)
    happened = [link_event("sourcing.ended", factory, brand, until_on=until_on)]
    consents = Consent.objects.filter(factory=factory, brand=brand, ended_at__isnull=True)
    if _apply_consents_end(consents, until_on):
        happened.append(link_event("consent.withdrawn", factory, brand, until_on=until_on))
    record_many(happened, actor=actor, at=now)
    return None


# --- shared ---------------------------------------------------------------------------------------------------------


def _apply_consents_end(consents: QuerySet[Consent], last_day: date) -> bool:
    """End every consent that reaches beyond the day; one that has not begun by then never stood, and goes."""
    reaching = consents.filter(Q(until_on__isnull=True) | Q(until_on__gt=last_day))
    removed, _each = reaching.filter(from_on__gt=last_day).delete()
    ended = reaching.filter(from_on__lte=last_day).update(until_on=last_day)
    return bool(removed or ended)


def apply_starts(
    starts: Sequence[tuple[int, str, str, date]],
    *,
    assumed: bool = False,
    before: Sequence[Happening] = (),
    actor: User | None,
    now: datetime,
) -> None:
    """Begin links (factory id, code, brand name, first day); the caller knows that none of them stands.

    `assumed`: nobody named the first day; a sourcing file that names it corrects it.
    `before`: what happened to the same factories before, recorded together: their chains are locked once.
    """
    brands = apply_brands({name for _, _, name, _ in starts}) if starts else {}
    hold_brands({brands[brand_key(name)].pk for _, _, name, _ in starts})
    made, happened = [], list(before)
    for factory_id, code, name, from_on in starts:
        brand = brands[brand_key(name)]
        made.append(
            Sourcing(
                factory_id=factory_id, brand=brand, from_on=from_on, start_assumed=assumed, recorded_at=now
            )
        )
        data = {"brand": brand.name, "from_on": from_on.isoformat()}
        happened.append(Happening("sourcing.started", f"factory:{code}", factory_id, data))
    insert_objects(made)
    record_many(happened, actor=actor, at=now)


def link_event(
    kind: str, factory: Factory, brand: Brand, *, more: Mapping[str, str] | None = None, **days: date | None
) -> Happening:
    """The event of a link or consent; `days` enter its data as ISO texts, None for an open end.

    "buyer" is the brand's address, by which its people are found when they are notified.
    """
    data = {name: day.isoformat() if day else None for name, day in days.items()}
    who = {"brand": brand.name, "buyer": brand.slug}
    return Happening(kind, f"factory:{factory.code}", factory.pk, {**who, **data, **(more or {})})
