"""Who may read a factory's reports: given, changed and withdrawn by the factory, one brand at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from accounts.models import User
from countries.queries.local_time import LocalDays, today_in
from factories.commands.access_requests import close_requests, was_granted
from factories.commands.changes import locked
from factories.commands.links import link_event
from factories.domain.scopes import MOST_YEARS, reminder_due, years_after
from factories.models import Brand, Consent, Factory, ReportScope, Sourcing
from factories.policies.consents import check_may_consent
from factories.queries.report_access import ending_consents
from factories.queries.visibility import open_on
from factories.same_transaction.merged import hold_brands
from journal.commands import Unchanged, command
from journal.events import Happening, record_many
from journal.queries import event_values
from journal.refusals import Refused

ENDING = "consent.ending"


class NotSourcing(Refused):
    """A consent goes to a brand that buys from the factory."""


class AccessTooLong(Refused):
    """The last day is past, or further ahead than a consent or request may reach."""

    field = "until_on"


@command
def give_consent(
    factory_id: int,
    *,
    brand_id: int,
    from_on: date,
    scope: str,
    until_on: date | None = None,
    request_id: UUID | None = None,
    actor: User | None,
    now: datetime,
) -> Consent | Unchanged:
    """The factory lets a brand that buys from it read its reports: anew, or more, less, longer or shorter than before.

    A request of the brand that waits is answered by it. Another scope is a consent of its own from this day on; the one
    before is in force on no day any more.

    Args:
        factory_id: whose reports.
        brand_id: who reads them.
        from_on: the first day.
        scope: one of `factories.domain.scopes.SCOPES`.
        until_on: the last day; None for a year from the first day, and for no end where the system acts.
        request_id: the request that is answered; None where the factory acts by itself.
        actor: who speaks for the factory; None for the system.
        now: the moment.

    Raises:
        NotYourConsent: the actor does not speak for the factory.
        NotSourcing: the brand does not buy from the factory that day.
        BrandMergedAway; AccessTooLong: of the last day; RequestAnswered: another person did, or the brand withdrew it.
    """
    factory = locked(factory_id)
    check_may_consent(actor, factory.pk)
    hold_brands([brand_id])
    brand = Brand.objects.get(pk=brand_id)
    if until_on is None and actor is not None:
        until_on = years_after(from_on)
    _check_days(from_on, until_on)
    consents = Consent.objects.filter(factory=factory, brand=brand, ended_at__isnull=True)
    in_force = list(consents.filter(open_on(from_on)).order_by("from_on", "id"))
    current = in_force[0] if in_force else None
    chosen = ReportScope(scope).value, until_on
    same = len(in_force) == 1 and current is not None and (current.scope, current.until_on) == chosen
    if request_id is not None and was_granted(
        request_id, brand_id=brand_id, factory_id=factory.pk, same=same
    ):
        return Unchanged(current)  # pressed twice
    # a grant that answers no request leaves the one that waits: it asked for something else
    answered = request_id is not None and close_requests(factory, brand, actor=actor, now=now)
    if same and not answered:
        return Unchanged(current)
    if not Sourcing.objects.filter(open_on(from_on), factory=factory, brand=brand).exists():
        raise NotSourcing(_("%(brand)s does not buy from this factory on that day.") % {"brand": brand.name})
    # one consent from this day on: it takes the place of any that was to begin later
    consents.filter(from_on__gt=from_on).update(ended_at=now, until_on=F("from_on"))
    given = _applied(
        factory, brand, in_force, scope=scope, from_on=from_on, until_on=until_on, actor=actor, now=now
    )
    kind = "consent.changed" if in_force else "consent.given"
    event = link_event(kind, factory, brand, from_on=from_on, until_on=until_on, more={"scope": scope})
    record_many([event], actor=actor, at=now)
    return given


def _check_days(from_on: date, until_on: date | None) -> None:
    if until_on is None:
        return
    most = years_after(from_on, MOST_YEARS)
    if not from_on <= until_on <= most:
        message = _("Choose a day from %(first)s to %(last)s.")
        raise AccessTooLong(message % {"first": from_on.isoformat(), "last": most.isoformat()})


def _applied(
    factory: Factory,
    brand: Brand,
    in_force: Sequence[Consent],
    *,
    scope: str,
    from_on: date,
    until_on: date | None,
    actor: User | None,
    now: datetime,
) -> Consent:
    """The consent that is in force from the day on: one that stands with other days, or a new one in its place."""
    continued = in_force[0] if in_force and in_force[0].scope == scope else None
    for consent in in_force:
        if consent is not continued:
            consent.ended_at, consent.until_on = now, max(consent.from_on, from_on)
            consent.save(update_fields=["ended_at", "until_on"])
    if continued is None:
        return Consent.objects.create(
            factory=factory, brand=brand, scope=scope, from_on=from_on, until_on=until_on, recorded_at=now,
            recorded_by=actor,
        )  # fmt: skip
    # it is the factory's own act from now on
    continued.until_on, continued.is_documented_outside, continued.paper = until_on, False, ""
    continued.save(update_fields=["until_on", "is_documented_outside", "paper"])
    return continued


@command
def withdraw_consent(
    factory_id: int, *, brand_id: int, actor: User | None, now: datetime
) -> Unchanged | None:
    """Withdraw every consent to a brand: it reads nothing from this moment on, wherever reports are read.

    Raises:
        NotYourConsent: the actor does not speak for the factory.
    """
    factory, brand = locked(factory_id), Brand.objects.get(pk=brand_id)
    check_may_consent(actor, factory.pk)
    today = today_in(factory.country_id, now)
    consents = Consent.objects.filter(factory=factory, brand=brand, ended_at__isnull=True)
    reaching = consents.filter(Q(until_on__isnull=True) | Q(until_on__gte=today))
    if not reaching.update(ended_at=now, until_on=Greatest(F("from_on"), Value(today))):
        return Unchanged()
    record_many([link_event("consent.withdrawn", factory, brand)], actor=actor, at=now)
    return None


@command
def notify_consents_ending(*, actor: User | None, now: datetime) -> int | Unchanged:
    """Remind factories and brands of consents that end soon, by the factory's day; how many. Three statements."""
    days = LocalDays(now)
    notified = {(event.subject, event.value) for event in event_values(ENDING, "reminder")}
    happenings: list[Happening] = []
    for consent in ending_consents(days):
        if consent.until_on is None:
            continue
        country = consent.factory.country_id
        given_on = max(consent.from_on, days.of_instant(country, consent.recorded_at))
        ahead = reminder_due(days.of(country), given_on=given_on, last_day=consent.until_on)
        reminder = f"{consent.brand.slug}/{consent.until_on.isoformat()}/{ahead}"
        if ahead is not None and (f"factory:{consent.factory.code}", reminder) not in notified:
            happenings.append(
                link_event(ENDING, consent.factory, consent.brand, until_on=consent.until_on,
                           more={"reminder": reminder})
            )  # fmt: skip
    if not happenings:
        return Unchanged(0)
    record_many(happenings, actor=actor, at=now)
    return len(happenings)
