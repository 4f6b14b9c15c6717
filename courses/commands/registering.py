"""A factory's people for a session: registered, on the waiting list, cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advisory.commands.field_entries import SubmittedEntry
from advisory.domain.field_entries import values_to_record
from countries.queries.local_time import LocalDays
from courses.commands.parts import (
    SessionFaulty,
    SessionNotNow,
    State,
    about,
    fill_places,
    live_registrations,
    locked,
    people_of,
)
from courses.domain.sessions import GROUPS, MOST_PEOPLE, Participants, places_left
from courses.models import CourseRegistration, CourseSession
from courses.policies import NotYourSession, check_may_register, organises
from courses.queries.sessions import registrations_visible_to, sessions_visible_to
from factories.queries import visible_to
from journal.commands import Unchanged, command
from journal.events import record_many

if TYPE_CHECKING:
    from accounts.models import User


@command
def register_people(
    session_id: UUID, *, code: str, people: Participants, actor: User, now: datetime
) -> CourseRegistration | Unchanged:
    """Register so many people of a factory, or change how many; without room they go on the waiting list.

    The factory itself registers until the last day to do so; the programme at any time, also who just came.

    Raises:
        NotYourSession, SessionNotNow, SessionFaulty.
    """
    return _apply_registration(session_id, code, people, actor=actor, now=now)


def apply_entry(
    entry: SubmittedEntry, data: Mapping[str, Any], actor: User, now: datetime
) -> CourseRegistration | Unchanged:
    """Register what a device sent, inside the command that takes entries in (`record_field_entry`).

    `data`: `session`, `code` (of the factory), `people`.

    Raises:
        Clashed: somebody else registered other numbers meanwhile.
        NotYourSession, SessionNotNow, SessionFaulty.
    """
    session_id, people = data["session"], data["people"]
    row = registrations_visible_to(actor).filter(session=session_id, factory=entry.factory_id).first()
    live = row is not None and row.state != State.CANCELLED
    current = row.people.fields() if row is not None and live else {}
    seen = {name: entry.base.get(name, "") or "0" for name in GROUPS}
    recorded = {name: current.get(name, 0) for name in GROUPS}
    values_to_record(GROUPS, base=seen, given=people.fields(), current=recorded)
    return _apply_registration(session_id, data["code"], people, actor=actor, now=now)


def _apply_registration(
    session_id: UUID, code: str, people: Participants, *, actor: User, now: datetime
) -> CourseRegistration | Unchanged:
    visible = sessions_visible_to(actor).filter(pk=session_id).values_list("pk", flat=True).first()
    if visible is None:
        raise NotYourSession(_("Only the factory itself or the programme registers its people."))
    session = locked(visible)
    factory_id = _factory(session, code, actor)
    check_may_register(actor, factory_id)
    known = CourseRegistration.objects.select_for_update().filter(session=session, factory=factory_id).first()
    if known is not None and known.state != State.CANCELLED and known.people == people:
        return Unchanged(known)
    _check_registering(session, actor, now)
    _check_people(session, people)
    row = known or CourseRegistration(session=session, factory_id=factory_id)
    others = [other for other in live_registrations(session) if other.pk != row.pk]
    left = places_left(session.places, people_of(others, State.REGISTERED))
    keeps_turn = known is not None and known.state != State.CANCELLED
    row.state = _state(row, people, left)
    if not keeps_turn:
        row.asked_at, row.asked_by = now, actor
    for name in GROUPS:
        setattr(row, name, getattr(people, name))
    if known is None:
        row.save(force_insert=True)
    else:
        row.save(update_fields=["state", "asked_at", "asked_by", *GROUPS])
    record_many([about(row.state, row, session)], actor=actor, at=now)
    fill_places(session, actor=actor, now=now)
    return row


@command
def cancel_registration(registration_id: UUID, *, actor: User, now: datetime) -> UUID | Unchanged:
    """The factory's people do not come; free places go to the waiting list.

    Raises:
        NotYourSession, SessionNotNow.
    """
    rows = registrations_visible_to(actor)
    session = locked(rows.values_list("session", flat=True).get(pk=registration_id))
    row = CourseRegistration.objects.select_for_update().get(pk=registration_id)
    check_may_register(actor, row.factory_id)
    if row.state == State.CANCELLED:
        return Unchanged(row.pk)
    if session.state != CourseSession.State.OPEN or session.starts_at <= now:
        raise SessionNotNow(_("The session has begun; the programme records who came."))
    row.state = State.CANCELLED
    row.save(update_fields=["state"])
    record_many([about("unregistered", row, session)], actor=actor, at=now)
    fill_places(session, actor=actor, now=now)
    return row.pk


def _factory(session: CourseSession, code: str, actor: User) -> int:
    found = visible_to(actor).filter(code=code.strip().upper(), country=session.country_id, is_closed=False)
    factory_id = found.values_list("pk", flat=True).first()
    if factory_id is None:
        raise SessionFaulty("factory", _("No factory of this country has this code. Check the code."))
    return factory_id


def _check_registering(session: CourseSession, actor: User, now: datetime) -> None:
    if session.state == CourseSession.State.CANCELLED:
        raise SessionNotNow(_("This session does not take place."))
    if not organises(actor, session.country_id):
        if session.state != CourseSession.State.OPEN or session.starts_at <= now:
            raise SessionNotNow(_("The session has begun; the programme records who came."))
        if LocalDays(now).of(session.country_id) > session.sign_up_ends_on:
            raise SessionNotNow(_("Registration has ended. Ask your adviser whether there is still room."))


def _check_people(session: CourseSession, people: Participants) -> None:
    if not 1 <= people.total <= MOST_PEOPLE:
        message = _("Register from 1 to %(most)s people.") % {"most": MOST_PEOPLE}
        raise SessionFaulty("managers_men", message)
    if people.total > session.places:
        words = ngettext(
            "The session has only %(n)s place.", "The session has only %(n)s places.", session.places
        )
        raise SessionFaulty("managers_men", words % {"n": session.places})


def _state(row: CourseRegistration, people: Participants, left: int) -> str:
    if people.total <= left:
        return State.REGISTERED
    if row.state == State.REGISTERED:
        words = ngettext("Only %(n)s place is left.", "Only %(n)s places are left.", left) % {"n": left}
        raise SessionFaulty("managers_men", words)
    return State.WAITING
