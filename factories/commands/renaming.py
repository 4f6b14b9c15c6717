"""A factory gets another name or address from a day on; the former ones are kept and keep finding it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import User
from factories.commands.changes import check_day, check_reason, check_seen, locked, record_change
from factories.domain.registry_events import DETAILS
from factories.models import Factory, FormerName
from factories.policies.registry import check_may_keep
from files.domain.names import match_name, match_text
from journal.commands import Unchanged, command
from journal.refusals import Refused


class BeforeFormerName(Refused):
    """The last change of name or address is later than this one would be."""

    field = "from_on"


@command
def rename_factory(
    factory_id: int,
    *,
    name: str,
    from_on: date,
    reason: str,
    seen: int | None = None,
    actor: User | None,
    now: datetime,
) -> Factory | Unchanged:
    """The factory has another name from a day on.

    Raises:
        BeforeFormerName, ChangedMeanwhile, NotYet, NotYourRegistry, ReasonMissing.
    """
    factory = locked(factory_id)
    check_may_keep(actor, factory.pk)
    if factory.name == name:
        return Unchanged(factory)
    check_reason(actor, reason)
    check_seen(factory, seen, DETAILS)
    _keep_former(factory, from_on, now=now)
    old = factory.name
    factory.name, factory.match_name = name, match_name(name)[:200]
    factory.save(update_fields=["name", "match_name"])
    record_change("factory.renamed", factory, actor=actor, now=now, old=old, new=name, on=from_on,
                  reason=reason)  # fmt: skip
    return factory


@command
def move_factory(
    factory_id: int,
    *,
    address: str,
    from_on: date,
    reason: str,
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
    seen: int | None = None,
    actor: User | None,
    now: datetime,
) -> Factory | Unchanged:
    """The same factory works at another address from a day on. Its position is the new one's, or unknown.

    Raises:
        BeforeFormerName, ChangedMeanwhile, NotYet, NotYourRegistry, ReasonMissing.
    """
    factory = locked(factory_id)
    check_may_keep(actor, factory.pk)
    if factory.address == address:
        return Unchanged(factory)
    check_reason(actor, reason)
    check_seen(factory, seen, DETAILS)
    _keep_former(factory, from_on, now=now)
    old = factory.address
    factory.address, factory.match_address = address, match_text(address)[:400]
    factory.latitude, factory.longitude = latitude, longitude
    factory.save(update_fields=["address", "match_address", "latitude", "longitude"])
    record_change("factory.moved", factory, actor=actor, now=now, old=old, new=address, on=from_on,
                  reason=reason)  # fmt: skip
    return factory


def _keep_former(factory: Factory, from_on: date, *, now: datetime) -> None:
    """Keep today's name and address as those until the day before."""
    check_day(factory, from_on, now)
    until_on = from_on - timedelta(days=1)
    last = FormerName.objects.filter(factory=factory).order_by("-until_on").first()
    if last is not None and last.until_on > until_on:
        message = _("It has this name and address since %(day)s only; choose a later day.")
        raise BeforeFormerName(message % {"day": (last.until_on + timedelta(days=1)).isoformat()})
    FormerName.objects.update_or_create(
        factory=factory,
        match_name=factory.match_name,
        match_address=factory.match_address,
        defaults={
            "name": factory.name,
            "address": factory.address,
            "until_on": until_on,
            "recorded_at": now,
        },
    )
