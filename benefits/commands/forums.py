"""A forum's life: planned, opened for registration, held or cancelled."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from benefits.commands.guests import InvalidGuestField, live_guests, locked, news, record_forum_event
from benefits.domain.forums import COMING, ForumPlan, ForumTransition, leads_to, may_follow
from benefits.models import Forum, ForumCountry
from benefits.policies import check_may_organise
from benefits.queries.forums import people_registered
from countries.domain.time_zones import known_zones
from journal.commands import Unchanged, command
from journal.events import record_many
from journal.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User

FIELDS = ("name", "about", "place", "time_zone", "starts_at", "ends_at", "capacity", "online_url")


class NotNow(Refused):
    """The forum's state, or the hour, does not allow it."""


@command
def plan_forum(forum_id: UUID, *, plan: ForumPlan, actor: User, now: datetime) -> UUID | Unchanged:
    """Plan a forum. Its id is the caller's, so that a form sent twice makes one.

    Raises:
        BenefitOutOfReach, InvalidGuestField.
    """
    check_may_organise(actor, plan.countries)
    if Forum.objects.filter(pk=forum_id).exists():
        return Unchanged(forum_id)
    _check(plan)
    fields = {name: getattr(plan, name) for name in FIELDS}
    made = Forum.objects.create(pk=forum_id, made_at=now, made_by=actor, changed_at=now, **fields)
    ForumCountry.objects.bulk_create(ForumCountry(forum=made, country_id=code) for code in plan.countries)
    record_forum_event(made, "planned", actor=actor, now=now)
    return made.pk


@command
def change_forum(forum_id: UUID, *, plan: ForumPlan, actor: User, now: datetime) -> UUID | Unchanged:
    """Change a forum that has not begun; guests are notified of a new day or place.

    Raises:
        BenefitOutOfReach, NotNow, InvalidGuestField.
    """
    forum = locked(forum_id)
    before = _countries(forum)
    check_may_organise(actor, before)
    check_may_organise(actor, plan.countries)
    fields = {name: getattr(plan, name) for name in FIELDS}
    if all(getattr(forum, name) == value for name, value in fields.items()) and before == set(plan.countries):
        return Unchanged(forum.pk)
    if forum.state not in COMING:
        raise _not_now(forum)
    _check(plan)
    _check_guests(forum, plan)
    moved = (forum.starts_at, forum.place) != (plan.starts_at, plan.place)
    for name, value in fields.items():
        setattr(forum, name, value)
    _save(forum, *FIELDS, now=now)
    gone = ForumCountry.objects.filter(forum=forum).exclude(country__in=plan.countries)
    gone.delete()
    added = [ForumCountry(forum=forum, country_id=code) for code in plan.countries if code not in before]
    ForumCountry.objects.bulk_create(added)
    record_forum_event(forum, "changed", actor=actor, now=now)
    if moved:
        record_many(news("rescheduled", forum, live_guests(forum)), actor=actor, at=now)
    return forum.pk


@command
def open_forum(forum_id: UUID, *, actor: User, now: datetime) -> UUID | Unchanged:
    """From now on guests are invited and can register.

    Raises:
        BenefitOutOfReach, NotNow.
    """
    forum = _own_forum(forum_id, actor)
    if forum.state == Forum.State.OPEN:
        return Unchanged(forum.pk)
    if forum.ends_at <= now:
        raise NotNow(_("Its day is over; change the day first."))
    return _move(forum, ForumTransition.OPEN, actor=actor, now=now)


@command
def hold_forum(forum_id: UUID, *, actor: User, now: datetime) -> UUID | Unchanged:
    """It took place; who came is recorded next.

    Raises:
        BenefitOutOfReach, NotNow.
    """
    forum = _own_forum(forum_id, actor)
    if forum.state == Forum.State.HELD:
        return Unchanged(forum.pk)
    if forum.starts_at > now:
        raise NotNow(_("It has not begun yet."))
    return _move(forum, ForumTransition.HOLD, actor=actor, now=now)


@command
def cancel_forum(forum_id: UUID, *, reason: str, actor: User, now: datetime) -> UUID | Unchanged:
    """Cancel a forum and notify its guests.

    Raises:
        BenefitOutOfReach, NotNow, InvalidGuestField.
    """
    forum = _own_forum(forum_id, actor)
    if forum.state == Forum.State.CANCELLED:
        return Unchanged(forum.pk)
    if not reason.strip():
        raise InvalidGuestField("reason", _("Say why; those who were invited read it."))
    forum.reason = reason.strip()
    moved = _move(forum, ForumTransition.CANCEL, "reason", actor=actor, now=now)
    record_many(news("called_off", forum, live_guests(forum)), actor=actor, at=now)
    return moved


def _own_forum(forum_id: UUID, actor: User) -> Forum:
    forum = locked(forum_id)
    check_may_organise(actor, _countries(forum))
    return forum


def _countries(forum: Forum) -> set[str]:
    return set(ForumCountry.objects.filter(forum=forum).values_list("country_id", flat=True))


def _move(forum: Forum, act: ForumTransition, *fields: str, actor: User, now: datetime) -> UUID:
    if not may_follow(forum.state, act):
        raise _not_now(forum)
    forum.state = leads_to(act)
    _save(forum, "state", *fields, now=now)
    record_forum_event(forum, {"open": "opened"}.get(forum.state, forum.state), actor=actor, now=now)
    return forum.pk


def _save(forum: Forum, *fields: str, now: datetime) -> None:
    forum.revision, forum.changed_at = forum.revision + 1, now
    forum.save(update_fields=["revision", "changed_at", *fields])


def _not_now(forum: Forum) -> NotNow:
    return NotNow(
        _("This forum is %(state)s; that is not possible now.") % {"state": forum.get_state_display()}
    )


def _check_guests(forum: Forum, plan: ForumPlan) -> None:
    if people_registered(forum.pk) > plan.capacity:
        raise InvalidGuestField("capacity", _("More people are registered already; write a larger number."))
    if any(guest.factory and guest.factory.country_id not in plan.countries for guest in live_guests(forum)):
        raise InvalidGuestField(
            "countries", _("Factories of a country you left out are invited; take them back first.")
        )


def _check(plan: ForumPlan) -> None:
    if not plan.countries:
        raise InvalidGuestField("countries", _("Choose the countries it is for."))
    if plan.time_zone not in known_zones():
        raise InvalidGuestField("time_zone", _("Choose a time zone from the list."))
    if plan.ends_at <= plan.starts_at:
        raise InvalidGuestField("ends", _("It ends before it begins; choose a later end."))
    if plan.capacity < 1:
        raise InvalidGuestField("capacity", _("Write how many people have room: 1 or more."))
