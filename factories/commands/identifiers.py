"""What others call a factory, over time: OS ID and GLN are given, replaced and taken away; none is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from factories.domain import gln, os_id
from factories.models import Factory, Identifier
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import Refused

_VALID: dict[str, Callable[[str], bool]] = {
    Identifier.Scheme.OS_ID: os_id.is_valid,
    Identifier.Scheme.GLN: gln.is_valid,
    Identifier.Scheme.PROGRAMME: lambda text: bool(text.strip()),
}


class BadIdentifier(Refused):
    """Its check digit does not fit, or its form."""


class IdentifierTaken(Refused):
    """Another factory is called so today."""


@command
def assign_identifier(
    factory_id: int, *, scheme: str, value: str, from_on: date, actor: User | None, now: datetime
) -> Identifier | Unchanged:
    """Give a factory an identifier; the one it had in that scheme is kept as an earlier one.

    Raises:
        BadIdentifier, IdentifierTaken.
    """
    factory = Factory.every.select_for_update().get(pk=factory_id)
    given = _apply_identifier(factory, scheme, value, from_on=from_on)
    if isinstance(given, Unchanged):
        return given
    _told(factory, scheme, given.value, actor=actor, now=now)
    return given


@command
def retire_identifier(
    factory_id: int, *, scheme: str, until_on: date, actor: User | None, now: datetime
) -> Identifier | Unchanged:
    """A factory is called so no longer; lists that still do find it all the same."""
    factory = Factory.every.select_for_update().get(pk=factory_id)
    held = Identifier.objects.filter(factory=factory, scheme=scheme, until_on__isnull=True).first()
    if held is None:
        return Unchanged()
    held.until_on = max(until_on, held.from_on)
    held.save(update_fields=["until_on"])
    _told(factory, scheme, held.value, actor=actor, now=now)
    return held


def _apply_identifier(factory: Factory, scheme: str, value: str, *, from_on: date) -> Identifier | Unchanged:
    said = os_id.normalised(value) if scheme != Identifier.Scheme.PROGRAMME else value.strip()
    if scheme not in _VALID or not _VALID[scheme](said):
        raise BadIdentifier(_("%(value)s is not valid; copy it again.") % {"value": value})
    current = Identifier.objects.filter(scheme=scheme, until_on__isnull=True)
    holder = current.filter(value=said).select_related("factory").first()
    if holder is not None and holder.factory_id == factory.pk:
        return Unchanged(holder)
    if holder is not None:
        message = _("%(value)s belongs to %(code)s; take it away there first.")
        raise IdentifierTaken(message % {"value": said, "code": holder.factory.code})
    for held in current.filter(factory=factory):
        held.until_on = max(from_on - timedelta(days=1), held.from_on)
        held.save(update_fields=["until_on"])
    return Identifier.objects.create(factory=factory, scheme=scheme, value=said, from_on=from_on)


def _told(factory: Factory, scheme: str, value: str, *, actor: User | None, now: datetime) -> None:
    said = {"fields": [scheme], "value": value}
    record(
        "factory.corrected",
        subject=f"factory:{factory.code}",
        actor=actor,
        at=now,
        factory_id=factory.pk,
        data=said,
    )
