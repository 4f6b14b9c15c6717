"""Roles changed, accounts closed and opened again, work handed over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Proposal, User
from accounts.same_transaction.accounts import acts_alone, close, set_role
from accounts.same_transaction.proposing import close_pending
from factories.queries.memberships.places import KINDS, PlaceRef, place_rows
from factories.same_transaction.places import PlaceGiven, end_places, give_places
from journal.commands import Unchanged, command
from journal.events import record
from people import policies
from people.commands.guards import AccountOutOfReach, InvalidAccountField, check_account, given_reason, hold
from people.domain.roles import PLACE_KIND, PRIVILEGED
from people.queries.erasure import is_erased
from people.queries.invitations import live_invitation_of
from people.same_transaction.handing_over import Handover, as_json, check_handover, hand_over
from people.same_transaction.invitations import issue, withdraw_live
from people.same_transaction.rights import change_to_privileged, propose_right, right_given, right_taken

State = Proposal.State


@dataclass(frozen=True, slots=True)
class Proposed:
    """Result of a command whose change takes two people: nothing is applied until the proposal is approved."""

    proposal: Proposal


@command
def change_role(
    user_id: int,
    *,
    role: str,
    places: Collection[PlaceRef] = (),
    from_on: date | None = None,
    until_on: date | None = None,
    handover: Handover | None = None,
    reason: str,
    actor: User,
    now: datetime,
) -> User | Proposed | Unchanged:
    """Give a person another role, with places that fit it; places that do not fit end, open work goes to colleagues.

    Administrator and global team are only proposed, unless the actor is the only administrator; the work is handed
    over when the proposal is approved.

    Raises:
        OwnAccount, AccountOutOfReach, InvalidAccountField, WorkLeft.
    """
    chosen = handover or {}
    others = [to for to in chosen.values() if to is not None]
    person, actor = hold(user_id, actor, *others, administrators=role in PRIVILEGED)
    if not policies.may_change_role(actor, person, role):
        raise AccountOutOfReach(_("This role is not yours to give; ask an administrator."))
    reason = given_reason(reason)
    if person.role == role:
        return Unchanged(person)
    old = person.role
    if role in PRIVILEGED:
        return _to_privileged(person, role, chosen, reason=reason, actor=actor, now=now)
    hand_over(person, chosen, reason=reason, actor=actor, at=now)
    _move(person, role, places, (from_on, until_on), reason=reason, actor=actor, now=now)
    if old in PRIVILEGED:
        right_taken(person, old, actor=actor, at=now)
        close_pending(proposer_id=person.pk, state=State.WITHDRAWN, actor=actor, reason=reason, at=now)
    return person


def _to_privileged(
    person: User, role: str, chosen: Handover, *, reason: str, actor: User, now: datetime
) -> User | Proposed | Unchanged:
    if acts_alone(actor):
        hand_over(person, chosen, reason=reason, actor=actor, at=now)
        change_to_privileged(person, role, reason=reason, actor=actor, at=now, alone=True)
        return person
    check_handover(person, chosen)
    content = {"role": role, "from": person.role, "handover": as_json(chosen)}
    proposal, new = propose_right("right.role", person, content=content, reason=reason, actor=actor, at=now)
    return Proposed(proposal) if new else Unchanged(Proposed(proposal))


def _move(
    person: User,
    role: str,
    places: Collection[PlaceRef],
    days: tuple[date | None, date | None],
    *,
    reason: str,
    actor: User,
    now: datetime,
) -> None:
    """Another ordinary role: fitting places are kept, others end, new ones are given."""
    kind = PLACE_KIND[role]
    remaining = [row for row in place_rows([person.pk], now, ended=False) if row.place.kind == kind]
    if places and not policies.may_give(actor, role, places):
        raise AccountOutOfReach(_("One of these places is not yours to give."))
    if not places and not remaining:
        raise InvalidAccountField("places", _("Choose a place for the new role."))
    unfit = Q(pk__in=[])
    for other in KINDS:
        if other != kind:
            unfit |= Q(**{f"{other}__isnull": False})
    set_role(person, role, reason=reason, actor=actor, at=now)
    end_places(unfit & Q(user=person.pk), reason=reason, actor=actor, at=now)
    give_places([PlaceGiven(person.pk, place, *days) for place in sorted(places)], actor=actor, at=now)


@command
def close_account(
    user_id: int,
    *,
    reason: str,
    handover: Handover | None = None,
    actor: User,
    now: datetime,
) -> User | Unchanged:
    """Close an account. What the person recorded stays; their open work goes to colleagues in the same transaction.

    Sessions, API tokens, invitations and pending proposals end too.

    Raises:
        OwnAccount, AccountOutOfReach, InvalidAccountField, WorkLeft.
    """
    chosen = handover or {}
    # two who close each other wait here: the second finds their own account closed
    person, actor = hold(user_id, actor, *(to for to in chosen.values() if to is not None))
    check_account(actor, person)
    reason = given_reason(reason)
    if not person.is_active and live_invitation_of(person.pk) is None:
        return Unchanged(person)
    was_active = person.is_active
    hand_over(person, chosen, reason=reason, actor=actor, at=now)
    close_pending(proposer_id=person.pk, state=State.WITHDRAWN, actor=actor, reason=reason, at=now)
    close(person, reason=reason, actor=actor, at=now)
    withdraw_live([person.pk], reason=reason, actor=actor, at=now)
    close_pending(subject=f"user:{person.pk}", state=State.STALE, actor=actor, reason=reason, at=now)
    if person.role in PRIVILEGED and was_active:
        right_taken(person, person.role, actor=actor, at=now)
    return person


@command
def reopen_account(user_id: int, *, reason: str, actor: User, now: datetime) -> User | Proposed | Unchanged:
    """Invite a person with a closed account again: by a new link they choose a new password.

    Old sessions, tokens and passwords stay dead. An administrator's or the global team's account takes two.

    Raises:
        OwnAccount, AccountOutOfReach, InvalidAccountField.
    """
    person, actor = hold(user_id, actor, administrators=True)
    check_account(actor, person)
    reason = given_reason(reason)
    if person.is_active or live_invitation_of(person.pk) is not None:
        return Unchanged(person)
    if is_erased(person):
        raise InvalidAccountField("reason", _("This person was erased; invite them anew."))
    if person.role in PRIVILEGED and not acts_alone(actor):
        content = {"role": person.role}
        proposal, new = propose_right(
            "right.reopen", person, content=content, reason=reason, actor=actor, at=now
        )
        return Proposed(proposal) if new else Unchanged(Proposed(proposal))
    record("user.reopened", subject=f"user:{person.pk}", actor=actor, at=now, data={"reason": reason})
    issue([person], actor=actor, at=now)
    if person.role in PRIVILEGED:
        right_given(person, actor=actor, at=now, alone=True)
    return person


@command
def hand_over_work(
    user_id: int, *, handover: Handover, reason: str, actor: User, now: datetime
) -> User | Unchanged:
    """Give what a person has open to colleagues while they stay: for a leave, or before another role.

    Raises:
        OwnAccount, AccountOutOfReach, InvalidAccountField, WorkLeft.
    """
    person, actor = hold(user_id, actor, *(to for to in handover.values() if to is not None))
    check_account(actor, person)
    reason = given_reason(reason)
    if not hand_over(person, handover, reason=reason, actor=actor, at=now):
        return Unchanged(person)
    record("user.handed_over", subject=f"user:{person.pk}", actor=actor, at=now, data={"reason": reason})
    return person
