"""What changes of one factory's entry share: the locked row, the version that was seen, the reason, the event."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from countries.queries.local_time import today_in
from factories.domain.registry_events import REGISTRY
from factories.models import Factory
from factories.queries.registry import changes_since
from journal.events import record
from journal.refusals import ReasonMissing, Refused


class ChangedMeanwhile(Refused):
    """Another person changed the same thing after the page was opened."""


class NotYet(Refused):
    """A day that has not come; `field` is which."""

    def __init__(self, field: str) -> None:
        super().__init__(_("That day has not come yet; choose today or an earlier day."))
        self.field = field


def locked(factory_id: int) -> Factory:
    """The factory, held until the end of the transaction."""
    return Factory.every.select_for_update().get(pk=factory_id)


def check_seen(factory: Factory, seen: int | None, kinds: Collection[str] = REGISTRY) -> None:
    """Refuse when an event of these kinds is newer than the version that a form was opened with.

    Args:
        factory: the locked factory.
        seen: what `registry_version` gave for the form; None where there was none (files, the system).

    Raises:
        ChangedMeanwhile.
    """
    if seen is None:
        return
    newer = changes_since(factory.pk, seen, kinds)
    if newer:
        what = "; ".join(f"{change.sentence} ({change.actor or _('the system')})" for change in newer)
        message = _(
            "This changed while you were writing: %(what)s. Compare with what is registered now, then save again."
        )
        raise ChangedMeanwhile(message % {"what": what})


def check_reason(actor: User | None, reason: str) -> None:
    """Raise ReasonMissing when a person gives no reason; files and the system need none."""
    if actor is not None and not reason.strip():
        raise ReasonMissing(_("Say why; it stands in the factory's history."))


def check_day(factory: Factory, day: date, now: datetime, *, field: str = "from_on") -> None:
    """Raises NotYet: the registry holds what has happened, by the calendar of the factory's country."""
    if day > today_in(factory.country_id, now):
        raise NotYet(field)


def record_change(kind: str, factory: Factory, *, actor: User | None, now: datetime, **data: Any) -> None:
    """One event of a factory; days as text, empty reasons left out."""
    plain = {key: _plain(value) for key, value in data.items() if value not in ("", None)}
    record(kind, subject=f"factory:{factory.code}", actor=actor, at=now, factory_id=factory.pk, data=plain)


def _plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if value is None or isinstance(value, str | int | bool | list):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
