"""The days of a link between a brand and a factory, corrected."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from factories.commands.changes import check_reason, check_seen, locked, record_change
from factories.commands.links import EndsBeforeStart, SourcedThen, _apply_consents_end
from factories.domain.periods import overlapping
from factories.domain.registry_events import SOURCING
from factories.models import Consent, Factory, Sourcing
from factories.policies.registry import check_may_keep
from journal.commands import Unchanged, command


@command
def correct_sourcing(
    link_id: int,
    *,
    from_on: date,
    until_on: date | None,
    reason: str,
    seen: int | None = None,
    actor: User | None,
    now: datetime,
) -> Sourcing | Unchanged:
    """A link began or ended on other days than was registered. Consents never reach beyond the brand's last day.

    Raises:
        EndsBeforeStart, SourcedThen: another link of the same brand covers some of these days; and ChangedMeanwhile,
        NotYourRegistry, ReasonMissing.
    """
    link = Sourcing.objects.select_related("brand").get(pk=link_id)
    factory = locked(link.factory_id)
    link.refresh_from_db(fields=["from_on", "until_on"])
    check_may_keep(actor, factory.pk)
    if (link.from_on, link.until_on) == (from_on, until_on):
        return Unchanged(link)
    check_reason(actor, reason)
    check_seen(factory, seen, SOURCING)
    if until_on is not None and until_on < from_on:
        raise EndsBeforeStart(_("The last day is before the first; correct one of the two."))
    _check_free(factory, link, from_on, until_on)
    old = {"from_on": link.from_on, "until_on": link.until_on}
    link.from_on, link.until_on, link.start_assumed = from_on, until_on, False
    link.save(update_fields=["from_on", "until_on", "start_assumed"])
    record_change("sourcing.corrected", factory, actor=actor, now=now, brand=link.brand.name, old=old,
                  new={"from_on": from_on, "until_on": until_on}, from_on=from_on, reason=reason)  # fmt: skip
    if until_on is not None:
        _apply_end(factory, link, until_on, actor=actor, now=now)
    return link


def _check_free(factory: Factory, link: Sourcing, from_on: date, until_on: date | None) -> None:
    others = Sourcing.objects.filter(factory=factory, brand=link.brand).exclude(pk=link.pk)
    for other in others.order_by("from_on"):
        if overlapping((from_on, until_on), (other.from_on, other.until_on)):
            message = _("%(brand)s has another link here from %(start)s to %(end)s; the two may not overlap.")
            end = other.until_on or _("today")
            raise SourcedThen(message % {"brand": link.brand.name, "start": other.from_on, "end": end})


def _apply_end(
    factory: Factory, link: Sourcing, until_on: date, *, actor: User | None, now: datetime
) -> None:
    """Consents that lean on this link end with it; those under a later link of the brand stay."""
    later = Sourcing.objects.filter(factory=factory, brand=link.brand, from_on__gt=until_on)
    consents = Consent.objects.filter(factory=factory, brand=link.brand)
    if not later.exists() and _apply_consents_end(consents, until_on):
        record_change("consent.withdrawn", factory, actor=actor, now=now, brand=link.brand.name,
                      until_on=until_on)  # fmt: skip
