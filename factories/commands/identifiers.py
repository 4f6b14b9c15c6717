"""What others call a factory, over time: identifiers are given, replaced and retired; none is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from factories.commands.changes import check_day, check_seen, locked, record_change
from factories.domain import gln, os_id
from factories.domain.registry_events import IDENTIFIERS
from factories.models import Factory, Identifier
from factories.policies.registry import check_may_keep
from journal.commands import Unchanged, command
from journal.refusals import Refused

_VALID: dict[str, Callable[[str], bool]] = {
    Identifier.Scheme.OS_ID: os_id.is_valid,
    Identifier.Scheme.GLN: gln.is_valid,
    Identifier.Scheme.PROGRAMME: lambda text: bool(text.strip()),
}


class BadIdentifier(Refused):
    """Its check digit does not fit, or its form."""

    field = "value"


class IdentifierTaken(Refused):
    """Another factory is called so."""

    field = "value"


class GivenLater(Refused):
    """The identifier that the factory has was given later than this one would be."""

    field = "from_on"


class RetiredTooEarly(Refused):
    """An identifier cannot end before it was given."""

    field = "until_on"


@command
def assign_identifier(
    factory_id: int,
    *,
    scheme: str,
    value: str,
    from_on: date,
    seen: int | None = None,
    actor: User | None,
    now: datetime,
) -> Identifier | Unchanged:
    """Give a factory an identifier; the OS ID or GLN that it had is kept as an earlier one.

    An earlier programme code is kept beside any others, and leads to the factory's page.

    Raises:
        BadIdentifier, IdentifierTaken, GivenLater, ChangedMeanwhile, NotYourRegistry.
    """
    factory = locked(factory_id)
    check_may_keep(actor, factory.pk)
    given = _apply_identifier(
        factory, scheme, value, from_on=from_on, check=lambda: check_seen(factory, seen, IDENTIFIERS)
    )
    if isinstance(given, Unchanged):
        return given
    record_change("identifier.given", factory, actor=actor, now=now, scheme=scheme, value=given.value,
                  on=from_on)  # fmt: skip
    return given


@command
def retire_identifier(
    factory_id: int,
    *,
    scheme: str,
    value: str = "",
    until_on: date,
    reason: str = "",
    seen: int | None = None,
    actor: User | None,
    now: datetime,
) -> Identifier | Unchanged:
    """A factory is called so no longer; lists that still do find it all the same.

    Args:
        value: which of several; "" is the one that the factory has in the scheme.

    Raises:
        RetiredTooEarly, ChangedMeanwhile, NotYet, NotYourRegistry.
    """
    factory = locked(factory_id)
    check_may_keep(actor, factory.pk)
    open_ones = Identifier.objects.filter(factory=factory, scheme=scheme, until_on__isnull=True)
    held = (open_ones.filter(value=value) if value else open_ones).first()
    if held is None:
        return Unchanged()
    check_seen(factory, seen, IDENTIFIERS)
    if actor is not None:
        check_day(factory, until_on, now, field="until_on")
    if until_on < held.from_on:
        message = _("It was given on %(day)s; choose that day or a later one.")
        raise RetiredTooEarly(message % {"day": held.from_on})
    held.until_on = until_on
    held.save(update_fields=["until_on"])
    record_change("identifier.retired", factory, actor=actor, now=now, scheme=scheme, value=held.value,
                  on=until_on, reason=reason)  # fmt: skip
    return held


def _apply_identifier(
    factory: Factory, scheme: str, value: str, *, from_on: date, check: Callable[[], None] = lambda: None
) -> Identifier | Unchanged:
    """Give it, after the caller's `check`, which runs only when something is to change."""
    text = os_id.normalised(value) if scheme != Identifier.Scheme.PROGRAMME else value.strip().upper()
    if scheme not in _VALID or not _VALID[scheme](text):
        raise BadIdentifier(_("%(value)s is not valid; copy it again.") % {"value": value})
    current = Identifier.objects.filter(scheme=scheme, until_on__isnull=True)
    holder = current.filter(value=text).select_related("factory").first()
    if holder is not None and holder.factory_id == factory.pk:
        return Unchanged(holder)
    if holder is not None:
        message = _("%(value)s belongs to %(code)s; take it away there first.")
        raise IdentifierTaken(message % {"value": text, "code": holder.factory.code})
    check()
    if scheme == Identifier.Scheme.PROGRAMME:
        _check_free_code(factory, text)
    else:
        _apply_end_of_current(current.filter(factory=factory).first(), from_on)
    return Identifier.objects.create(factory=factory, scheme=scheme, value=text, from_on=from_on)


def _apply_end_of_current(held: Identifier | None, from_on: date) -> None:
    if held is None:
        return
    if from_on < held.from_on:
        message = _("%(value)s was given on %(day)s; choose that day or a later one.")
        raise GivenLater(message % {"value": held.value, "day": held.from_on})
    held.until_on = max(from_on - timedelta(days=1), held.from_on)
    held.save(update_fields=["until_on"])


def _check_free_code(factory: Factory, code: str) -> None:
    """An earlier code leads to one factory: it is not the code that any factory has, nor ever led to another."""
    holder = Factory.objects.filter(code=code).first()
    if holder is None:
        earlier = Identifier.objects.filter(scheme=Identifier.Scheme.PROGRAMME, value=code)
        other = earlier.exclude(factory=factory).select_related("factory").first()
        holder = None if other is None else other.factory
    if holder is not None:
        message = _("%(value)s is the code of %(code)s; an earlier code leads to one factory only.")
        raise IdentifierTaken(message % {"value": code, "code": holder.code})
