"""A brand asks a factory for access to its reports; the factory grants it (`consents.give_consent`) or declines."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from countries.queries.local_time import today_in
from factories.commands.changes import locked
from factories.commands.links import link_event
from factories.domain.scopes import MOST_YEARS, covers, years_after
from factories.models import AccessRequest, Brand, Factory, ReportScope
from factories.policies.consents import check_may_consent, check_may_request
from factories.queries.report_access import access_of
from factories.same_transaction.merged import hold_brands
from journal.commands import Unchanged, command
from journal.events import record_many
from journal.refusals import FieldRefused, Refused

State = AccessRequest.State


class RequestFaulty(FieldRefused):
    """A request without a purpose, or with a last day that it cannot have; `field` is which."""


class AlreadyShared(Refused):
    """The brand reads what it asks for, for as long."""

    field = "scope"


class RequestAnswered(Refused):
    """Another person answered the request, or the brand withdrew it."""


@command
def request_access(
    factory_id: int,
    *,
    brand_id: int,
    scope: str,
    purpose: str,
    until_on: date,
    actor: User,
    now: datetime,
) -> AccessRequest | Unchanged:
    """Ask a factory from which the brand buys for access to its reports.

    A request that waits and says the same stands; one that says something else is replaced.

    Raises:
        NotYourRequest: the actor is not of the brand, or the brand does not buy from the factory.
        RequestFaulty, AlreadyShared, BrandMergedAway.
    """
    factory = locked(factory_id)
    today = today_in(factory.country_id, now)
    check_may_request(actor, brand_id=brand_id, factory_id=factory.pk, today=today)
    hold_brands([brand_id])
    brand, purpose = Brand.objects.get(pk=brand_id), purpose.strip()
    pending = _pending(factory, brand)
    if pending and (pending.scope, pending.purpose, pending.until_on) == (scope, purpose, until_on):
        return Unchanged(pending)
    _check(purpose, until_on, today)
    access = access_of([brand.pk], today, [factory.pk]).get(factory.pk)
    lasts = access is not None and (access.until_on is None or access.until_on >= until_on)
    if access is not None and lasts and covers(access.scope, scope):
        raise AlreadyShared(_("You read this already. Choose more, or a later last day."))
    if pending is not None:
        _close(pending, State.WITHDRAWN, actor=actor, now=now)
    access_request = AccessRequest.objects.create(
        factory=factory, brand=brand, scope=ReportScope(scope).value, purpose=purpose, until_on=until_on, made_at=now,
        made_by=actor,
    )  # fmt: skip
    event = link_event("access.requested", factory, brand, until_on=until_on, more={"scope": scope})
    record_many([event], actor=actor, at=now)
    return access_request


@command
def withdraw_access_request(request_id: UUID, *, actor: User, now: datetime) -> Unchanged | None:
    """The brand does not ask any more.

    Raises:
        NotYourRequest; RequestAnswered: the factory has answered.
    """
    access_request, factory = _locked(request_id)
    check_may_request(actor, brand_id=access_request.brand_id)
    if access_request.state == State.WITHDRAWN:
        return Unchanged()
    _check_pending(access_request)
    _close(access_request, State.WITHDRAWN, actor=actor, now=now)
    record_many([link_event("access.request_withdrawn", factory, access_request.brand)], actor=actor, at=now)
    return None


@command
def decline_access(request_id: UUID, *, word: str, actor: User, now: datetime) -> Unchanged | None:
    """The factory does not grant what the brand asks for, and says why in a word.

    Raises:
        NotYourConsent; RequestFaulty: without a word; RequestAnswered: another person answered it otherwise.
    """
    access_request, factory = _locked(request_id)
    check_may_consent(actor, access_request.factory_id)
    word = word.strip()
    if (access_request.state, access_request.answer) == (State.DECLINED, word):
        return Unchanged()
    _check_pending(access_request)
    if not word:
        raise RequestFaulty("word", _("Write a word to the brand: it reads it with your answer."))
    _close(access_request, State.DECLINED, actor=actor, now=now, answer=word)
    record_many([link_event("access.declined", factory, access_request.brand)], actor=actor, at=now)
    return None


# --- shared ---------------------------------------------------------------------------------------------------------


def was_granted(request_id: UUID, *, brand_id: int, factory_id: int, same: bool) -> bool:
    """Whether the request was granted already by the `same` consent; False while it waits.

    Raises:
        RequestAnswered: it was declined, withdrawn, or granted otherwise; or there is none.
    """
    rows = AccessRequest.objects.filter(brand=brand_id, factory=factory_id)  # the factory is locked
    access_request = rows.select_related("closed_by").filter(pk=request_id).first()
    if access_request is None:
        raise RequestAnswered(_("The brand has withdrawn its request."))
    if access_request.state == State.GRANTED and same:
        return True
    _check_pending(access_request)
    return False


def close_requests(factory: Factory, brand: Brand, *, actor: User | None, now: datetime) -> bool:
    """Mark the brand's request that waits as granted; whether there was one."""
    pending = _pending(factory, brand)
    if pending is not None:
        _close(pending, State.GRANTED, actor=actor, now=now)
    return pending is not None


def _pending(factory: Factory, brand: Brand) -> AccessRequest | None:
    rows = AccessRequest.objects.select_for_update()
    return rows.filter(factory=factory, brand=brand, state=State.PENDING).first()


def _locked(request_id: UUID) -> tuple[AccessRequest, Factory]:
    """The request and its factory, held: whoever answers it waits for whoever does already."""
    factory = locked(AccessRequest.objects.values_list("factory_id", flat=True).get(pk=request_id))
    return AccessRequest.objects.select_related("brand", "closed_by").get(pk=request_id), factory


def _check(purpose: str, until_on: date, today: date) -> None:
    if not purpose:
        raise RequestFaulty("purpose", _("Say what you need the reports for: the factory decides by it."))
    most = years_after(today, MOST_YEARS)
    if not today < until_on <= most:
        words = {"first": (today + timedelta(1)).isoformat(), "last": most.isoformat()}
        raise RequestFaulty("until_on", _("Choose a day from %(first)s to %(last)s.") % words)


def _check_pending(access_request: AccessRequest) -> None:
    if access_request.state == State.PENDING:
        return
    if access_request.state == State.WITHDRAWN:
        raise RequestAnswered(_("The brand has withdrawn its request."))
    who = access_request.closed_by.name if access_request.closed_by else _("the system")
    words = {"who": who, "state": access_request.get_state_display()}
    raise RequestAnswered(_("This request was answered already: %(state)s by %(who)s.") % words)


def _close(
    access_request: AccessRequest,
    state: AccessRequest.State,
    *,
    actor: User | None,
    now: datetime,
    answer: str = "",
) -> None:
    access_request.state, access_request.answer = state, answer
    access_request.closed_by, access_request.closed_at = actor, now
    access_request.save(update_fields=["state", "closed_by", "closed_at", "answer"])
