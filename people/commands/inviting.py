"""Inviting people, one or fifteen hundred, in one transaction and a constant number of statements a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import User
from accounts.same_transaction.accounts import NewAccount, acts_alone, lock_people, make_accounts
from factories.queries.memberships.places import PlaceRef, lies_in_the_past, occupied, place_rows
from factories.same_transaction.places import PlaceGiven, give_places
from files.domain.problems import ImportOutcome, ImportProblem
from journal.commands import Unchanged, command
from people.commands.place_cells import PlacedRow, placed_rows
from people.domain.invitation_rows import InvitationRow, merged
from people.domain.roles import CAN_ADMINISTER, PRIVILEGED
from people.policies import Authority, authority_of, people_visible_to
from people.queries.invitations import users_by_address, with_live_invitation
from people.same_transaction.invitations import issue
from people.same_transaction.rights import propose_right, right_given


@dataclass(slots=True)
class _InvitationDiff:
    """What a list would do."""

    new: list[PlacedRow] = field(default_factory=list)
    again: list[PlacedRow] = field(default_factory=list)  # accounts whose invitation was withdrawn
    added: list[PlacedRow] = field(default_factory=list)  # places for people who have an account
    unchanged: int = 0
    problems: list[ImportProblem] = field(default_factory=list)


@command
def invite_people(
    rows: Sequence[InvitationRow],
    *,
    actor: User,
    now: datetime,
    dry_run: bool = False,
    add_places: bool = True,
) -> ImportOutcome | Unchanged:
    """Invite everybody in the list, or nobody if anything is wrong; the same list again changes nothing.

    `created` counts new accounts, `updated` people who have one and get another place, other days or a new invitation.
    Administrator and global team are only proposed, for a second administrator to decide. `add_places=False` makes a
    place for a person who has an account a problem (`has_account`) instead.
    """
    addresses = {row.email for row in rows}
    ids = [user.pk for user in users_by_address(addresses).values()]
    privileged = any(row.role in PRIVILEGED for row in rows)
    held = lock_people([actor.pk, *ids], administrators=privileged)
    actor = held[actor.pk]
    plan = _planned(rows, actor=actor, now=now, add_places=add_places)
    if plan.problems or dry_run or not (plan.new or plan.again or plan.added):
        count = 0 if plan.problems else 1
        return Unchanged(
            ImportOutcome(
                rows=len(rows),
                created=count * len(plan.new),
                updated=count * (len(plan.again) + len(plan.added)),
                unchanged=count * plan.unchanged,
                problems=tuple(sorted(plan.problems)),
            )
        )
    _carry_out(plan, actor=actor, now=now)
    return ImportOutcome(
        rows=len(rows),
        created=len(plan.new),
        updated=len(plan.again) + len(plan.added),
        unchanged=plan.unchanged,
    )


def _planned(
    rows: Sequence[InvitationRow], *, actor: User, now: datetime, add_places: bool
) -> _InvitationDiff:
    plan = _InvitationDiff()
    people, plan.problems = merged(rows)
    authority = authority_of(actor)
    placed, problems = placed_rows(people, authority)
    plan.problems += problems
    known = users_by_address([row.email for row in people])
    visible = set(people_visible_to(actor).filter(email__in=list(known)).values_list("pk", flat=True))
    live = with_live_invitation([user.pk for user in known.values()])
    places = _current_places(known, now)
    abroad = _with_places_beyond(places, authority)
    plan.problems += [_over(invitee.row) for invitee in placed if lies_in_the_past(invitee.row.until_on, now)]
    for invitee in placed:
        user = known.get(invitee.row.email)
        if user is None:
            plan.new.append(invitee)
        elif (problem := _clash(invitee, user, visible, live)) is not None:
            plan.problems.append(problem)
        elif not user.is_active and user.pk not in live:
            if user.pk in abroad:  # places that the actor does not give would begin to count
                plan.problems.append(_cannot_be_invited(invitee.row))
            else:
                plan.again.append(invitee)
        elif _has(invitee, places.get(user.pk, {})):
            plan.unchanged += 1
        elif not add_places:
            plan.problems.append(_has_account(invitee.row))
        else:
            plan.added.append(invitee)
    return plan


def _over(row: InvitationRow) -> ImportProblem:
    return ImportProblem(
        row.number, "until_on", "over", "lies in the past; correct the day, or leave it empty"
    )


def _current_places(
    known: Mapping[str, User], now: datetime
) -> dict[int, dict[PlaceRef, tuple[object, object]]]:
    found: dict[int, dict[PlaceRef, tuple[object, object]]] = {}
    ids = [user.pk for user in known.values()]
    for start in range(0, len(ids), 500):
        for row in place_rows(ids[start : start + 500], now, ended=False):
            found.setdefault(row.user_id, {})[row.place] = (row.from_on, row.until_on)
    return found


def _with_places_beyond(
    places: Mapping[int, Mapping[PlaceRef, tuple[object, object]]], authority: Authority
) -> set[int]:
    """Those of the people who have a place that is not within the actor's reach."""
    if authority.everywhere:
        return set()
    within = authority.reach.those_within({place for held in places.values() for place in held})
    return {user for user, held in places.items() if not within.issuperset(held)}


def _has(invitee: PlacedRow, places: Mapping[PlaceRef, tuple[object, object]]) -> bool:
    """Whether the person has all these places on these days."""
    for place in invitee.places:
        found = places.get(place)
        if found is None:
            return False
        from_on, until_on = found
        same = invitee.row.from_on in {None, from_on} and invitee.row.until_on == until_on
        if not same:
            return False
    return True


def _clash(invitee: PlacedRow, user: User, visible: set[int], live: set[int]) -> ImportProblem | None:
    """What stands against inviting a person who has an account; says no more than the actor may know."""
    number = invitee.row.number
    if user.role != invitee.row.role:
        if user.pk not in visible:
            return _cannot_be_invited(invitee.row)
        return ImportProblem(
            number, "role", "has_another_role",
            f"is {user.role} already; change the role on the person's page, or correct the row",
        )  # fmt: skip
    if not user.is_active and user.joined_at is not None and user.pk not in live:
        if user.pk not in visible:
            return _cannot_be_invited(invitee.row)
        return ImportProblem(
            number, "email", "account_closed", "belongs to a closed account; reopen it on the person's page"
        )
    return None


def _cannot_be_invited(row: InvitationRow) -> ImportProblem:
    return ImportProblem(
        row.number, "email", "cannot_be_invited",
        "cannot be invited in this role; ask an administrator of the programme",
    )  # fmt: skip


def _has_account(row: InvitationRow) -> ImportProblem:
    return ImportProblem(
        row.number, "email", "has_account",
        "has an account in this role already; add the place to it instead",
    )  # fmt: skip


def _carry_out(plan: _InvitationDiff, *, actor: User, now: datetime) -> None:
    made = make_accounts(
        [
            NewAccount(invitee.row.email, invitee.row.name, invitee.row.role, invitee.row.language)
            for invitee in plan.new
        ],
        actor=actor,
        at=now,
    )
    known = users_by_address([invitee.row.email for invitee in (*plan.again, *plan.added)])
    everybody = {**made, **known}
    give_places(_given([*plan.new, *plan.again, *plan.added], everybody), actor=actor, at=now)
    invited = [*plan.new, *plan.again]
    ordinary = [everybody[invitee.row.email] for invitee in invited if invitee.row.role not in PRIVILEGED]
    issue(ordinary, actor=actor, at=now)
    privileged = [invitee for invitee in invited if invitee.row.role in PRIVILEGED]
    if privileged:
        _invite_privileged(privileged, everybody, actor=actor, now=now)


def _given(rows: Sequence[PlacedRow], people: Mapping[str, User]) -> list[PlaceGiven]:
    """The places to give; the first person of a brand, group or factory becomes its administrator."""
    first: dict[PlaceRef, str] = {}
    candidates = [invitee for invitee in rows if invitee.row.role in CAN_ADMINISTER]
    taken = occupied({place for invitee in candidates for place in invitee.places}, CAN_ADMINISTER)
    for invitee in candidates:
        for place in invitee.places:
            if place not in taken:
                first.setdefault(place, invitee.row.email)
    return [
        PlaceGiven(
            people[invitee.row.email].pk, place, invitee.row.from_on, invitee.row.until_on,
            _administers(invitee.row, first.get(place) == invitee.row.email),
        )
        for invitee in rows
        for place in invitee.places
    ]  # fmt: skip


def _administers(row: InvitationRow, is_first: bool) -> bool:  # noqa: FBT001  # read with its row
    return row.role in CAN_ADMINISTER and (bool(row.is_administrator) or is_first)


def _invite_privileged(
    rows: Sequence[PlacedRow], people: Mapping[str, User], *, actor: User, now: datetime
) -> None:
    alone = acts_alone(actor)
    for invitee in rows:
        person = people[invitee.row.email]
        issue([person], awaiting=not alone, actor=actor, at=now)
        if alone:
            right_given(person, actor=actor, at=now, alone=True)
        else:
            content = {"role": person.role}
            propose_right(
                "right.invite", person, content=content, reason=invitee.row.reason, actor=actor, at=now
            )
