"""Invitations to a forum: many in one act, single ones, and their answers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benefits.commands.forums import NotNow
from benefits.commands.guests import InvalidGuestField, about, locked
from benefits.domain.forums import MOST_PEOPLE, room_left
from benefits.models import Forum, ForumCountry, Invitation
from benefits.policies import check_may_answer, check_may_invite
from benefits.queries.forums import forums_visible_to, invitations_visible_to, people_registered
from factories.queries import brands_by_name, visible_to
from factories.same_transaction.merged import hold_brands
from journal.commands import Unchanged, command
from journal.events import record_many
from recognition.queries import recognitions_visible_to

if TYPE_CHECKING:
    from accounts.models import User

State = Invitation.State


@command
def invite_recognised(forum_id: UUID, *, actor: User, now: datetime) -> int | Unchanged:
    """Invite every factory of the forum's countries that is recognised now and is the actor's; how many are new.

    Who was invited before, and whose invitation was taken back, is left as they are.

    Raises:
        BenefitOutOfReach, NotNow.
    """
    forum = _open_for_guests(forum_id, actor)
    public = recognitions_visible_to(actor).filter(
        state="published",
        factory__in=visible_to(actor),
        factory__country__in=ForumCountry.objects.filter(forum=forum).values("country"),
    )
    rows = list(public.order_by("factory__code").values_list("factory_id", "pk"))
    return _invite_factories(forum, rows, actor=actor, now=now)


@command
def invite_factory(forum_id: UUID, *, code: str, actor: User, now: datetime) -> int | Unchanged:
    """Invite one factory of the forum's countries by its code, recognised or not; 1 when it is new.

    Raises:
        BenefitOutOfReach, NotNow, InvalidGuestField.
    """
    forum = _open_for_guests(forum_id, actor)
    countries = ForumCountry.objects.filter(forum=forum).values("country")
    found = visible_to(actor).filter(code=code.strip().upper(), country__in=countries, is_closed=False)
    factory_id = found.values_list("pk", flat=True).first()
    if factory_id is None:
        raise InvalidGuestField(
            "guest", _("No factory of its countries has this code. Look it up in the list of factories.")
        )
    recognition = recognitions_visible_to(actor).filter(state="published", factory=factory_id).first()
    back = Invitation.objects.filter(forum=forum, factory=factory_id, state=State.WITHDRAWN).first()
    if back is not None:
        back.recognition_id = recognition.pk if recognition else None
        return _invite_again(back, forum, "recognition", actor=actor, now=now)
    return _invite_factories(
        forum, [(factory_id, recognition.pk if recognition else None)], actor=actor, now=now
    )


@command
def invite_brand(forum_id: UUID, *, brand: str, actor: User, now: datetime) -> int | Unchanged:
    """Invite a brand by its name; 1 when it is new.

    Raises:
        BenefitOutOfReach, NotNow, InvalidGuestField.
    """
    forum = _open_for_guests(forum_id, actor)
    brand_id = brands_by_name().get(brand.strip())
    if brand_id is None:
        raise InvalidGuestField("guest", _("No brand has this name. Choose one from the list."))
    hold_brands([brand_id])
    known = Invitation.objects.filter(forum=forum, brand=brand_id).first()
    if known is not None:
        if known.state == State.WITHDRAWN:
            return _invite_again(known, forum, actor=actor, now=now)
        return Unchanged(0)
    made = Invitation.objects.create(forum=forum, brand_id=brand_id, invited_at=now, invited_by=actor)
    record_many([about("forum.invited", made, forum)], actor=actor, at=now)
    return 1


@command
def withdraw_invitation(invitation_id: UUID, *, actor: User, now: datetime) -> UUID | Unchanged:
    """Take an invitation back while the forum is ahead.

    Raises:
        BenefitOutOfReach, NotNow.
    """
    check_may_invite(actor)
    forum, guest = _guest(invitation_id, actor)
    if guest.state == State.WITHDRAWN:
        return Unchanged(guest.pk)
    _check_open(forum)
    guest.state, guest.people = State.WITHDRAWN, 0
    guest.save(update_fields=["state", "people"])
    record_many([about("forum.uninvited", guest, forum)], actor=actor, at=now)
    return guest.pk


@command
def register_guests(invitation_id: UUID, *, people: int, actor: User, now: datetime) -> UUID | Unchanged:
    """Register a guest with a number of people; a later number replaces the earlier one.

    Raises:
        BenefitOutOfReach, NotNow, InvalidGuestField.
    """
    forum, guest = _guest(invitation_id, actor)
    check_may_answer(actor, guest)
    if guest.state == State.REGISTERED and guest.people == people:
        return Unchanged(guest.pk)
    _check_answerable(forum, guest, now)
    if not 1 <= people <= MOST_PEOPLE:
        raise InvalidGuestField("people", _("Write a number from 1 to %(most)s.") % {"most": MOST_PEOPLE})
    left = room_left(forum.capacity, people_registered(forum.pk, without=guest.pk))
    if people > left:
        words = ngettext("Only %(n)s place is left.", "Only %(n)s places are left.", left) % {"n": left}
        raise InvalidGuestField("people", words if left else _("No place is left."))
    return _answer(guest, forum, State.REGISTERED, people, actor=actor, now=now)


@command
def decline_invitation(invitation_id: UUID, *, actor: User, now: datetime) -> UUID | Unchanged:
    """The guest does not come.

    Raises:
        BenefitOutOfReach, NotNow.
    """
    forum, guest = _guest(invitation_id, actor)
    check_may_answer(actor, guest)
    if guest.state == State.DECLINED:
        return Unchanged(guest.pk)
    _check_answerable(forum, guest, now, coming=False)
    return _answer(guest, forum, State.DECLINED, 0, actor=actor, now=now)


def _open_for_guests(forum_id: UUID, actor: User) -> Forum:
    check_may_invite(actor)
    forum = locked(forums_visible_to(actor).values_list("pk", flat=True).get(pk=forum_id))
    _check_open(forum)
    return forum


def _check_open(forum: Forum) -> None:
    if forum.state != Forum.State.OPEN:
        words = {"state": forum.get_state_display()}
        raise NotNow(_("This forum is %(state)s; guests are invited while it is open.") % words)


def _guest(invitation_id: UUID, actor: User) -> tuple[Forum, Invitation]:
    """Both locked, the forum first: that is the order everywhere."""
    forum_id = invitations_visible_to(actor).values_list("forum", flat=True).get(pk=invitation_id)
    forum = locked(forum_id)
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("recognition")
    return forum, rows.get(pk=invitation_id)


def _check_answerable(forum: Forum, guest: Invitation, now: datetime, *, coming: bool = True) -> None:
    if guest.state == State.WITHDRAWN or forum.state != Forum.State.OPEN or forum.starts_at <= now:
        raise NotNow(_("Answers are no longer taken for this forum."))
    if coming and guest.recognition is not None and guest.recognition.state != "published":
        raise NotNow(
            _("The invitation came with the recognition, which is not public now; ask the programme.")
        )


def _answer(
    guest: Invitation, forum: Forum, state: State, people: int, *, actor: User, now: datetime
) -> UUID:
    guest.state, guest.people, guest.answered_at, guest.answered_by = state, people, now, actor
    guest.save(update_fields=["state", "people", "answered_at", "answered_by"])
    record_many([about(f"forum.{state}", guest, forum, people=people)], actor=actor, at=now)
    return guest.pk


def _invite_again(guest: Invitation, forum: Forum, *fields: str, actor: User, now: datetime) -> int:
    """An invitation that was taken back is given once more."""
    guest.state, guest.invited_at, guest.invited_by = State.INVITED, now, actor
    guest.save(update_fields=["state", "invited_at", "invited_by", *fields])
    record_many([about("forum.invited", guest, forum)], actor=actor, at=now)
    return 1


def _invite_factories(
    forum: Forum, rows: Collection[tuple[int, UUID | None]], *, actor: User, now: datetime
) -> int | Unchanged:
    known = Invitation.objects.filter(forum=forum).filter(Q(factory__isnull=False))
    before = set(known.values_list("factory_id", flat=True))
    guests = [
        Invitation(
            forum=forum, factory_id=factory, recognition_id=recognition, invited_at=now, invited_by=actor
        )
        for factory, recognition in rows
        if factory not in before
    ]
    if not guests:
        return Unchanged(0)
    Invitation.objects.bulk_create(guests)
    record_many([about("forum.invited", guest, forum) for guest in guests], actor=actor, at=now)
    return len(guests)
