"""The rights that two people give: administrator and global team. What their proposals show, and what approval does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Proposal, Role, User
from accounts.proposal_kinds import ProposalKind
from accounts.same_transaction.accounts import set_role
from accounts.same_transaction.proposing import close_pending, make_proposal
from countries.queries.countries import local_name
from factories.same_transaction.places import end_places
from journal.events import record
from people.queries.open_work import DRAFTS, VISITS
from people.same_transaction.handing_over import from_json, hand_over, work_left
from people.same_transaction.invitations import issue, send_awaiting, withdraw_live


def propose_right(
    kind: str, person: User, *, content: Mapping[str, Any], reason: str, actor: User, at: datetime
) -> tuple[Proposal, bool]:
    """Propose a right for a person, and let everybody know who may decide."""
    proposal, new = make_proposal(
        kind, subject=f"user:{person.pk}", content=content, reason=reason, actor=actor, at=at
    )
    if new:
        data = {"role": content["role"], "proposal": str(proposal.pk)}
        record("privilege.proposed", subject=f"user:{person.pk}", actor=actor, at=at, data=data)
    return proposal, new


def right_given(person: User, *, actor: User, at: datetime, alone: bool = False) -> None:
    """Record that a person has an administrator's or the global team's right, or is invited to it."""
    data: dict[str, object] = {"role": person.role} | ({"alone": True} if alone else {})
    record("privilege.given", subject=f"user:{person.pk}", actor=actor, at=at, data=data)


def right_taken(person: User, role: str, *, actor: User, at: datetime) -> None:
    """Record that a person no longer has the right of a privileged role."""
    record("privilege.taken", subject=f"user:{person.pk}", actor=actor, at=at, data={"role": role})


def _person(proposal: Proposal, *, hold: bool = False) -> User:
    rows = User.objects.select_for_update() if hold else User.objects.all()
    return rows.get(pk=int(proposal.subject.partition(":")[2]))


def _decidable(user: User) -> Q:
    return ~Q(subject=f"user:{user.pk}") if user.role == Role.ADMIN else Q(pk__in=[])


def _visible(user: User) -> Q:
    return Q() if user.role == Role.ADMIN else Q(proposed_by=user.pk)


def _shown(subject: str, content: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG001  # the kinds' signature
    person = User.objects.get(pk=int(subject.partition(":")[2]))
    return {
        "email": person.email, "name": person.name, "salt": person.salt, "role": person.role,
        "is_active": person.is_active
    }  # fmt: skip


def _shown_with_work(subject: str, content: Mapping[str, Any]) -> Mapping[str, Any]:
    """The person, and what of their work would be left: something that was opened, or whose colleague is gone."""
    person = User.objects.get(pk=int(subject.partition(":")[2]))
    left = work_left(person, from_json(content["handover"]))
    return {**_shown(subject, content), "left": [ref.name for ref in left]}


def _words_with_work(proposal: Proposal) -> list[tuple[str, str]]:
    """The lines of `_words`, and one for each kind of work and country: who takes it over."""
    chosen = from_json(proposal.content["handover"])
    names = dict(User.objects.filter(pk__in=_takers(proposal)).values_list("pk", "name"))
    kinds = {DRAFTS: _("Open assessments in %(country)s"), VISITS: _("Planned visits in %(country)s")}
    lines = [
        (
            kinds[ref.kind] % {"country": local_name(ref.country)},
            _("to %(name)s") % {"name": names.get(to, "–")} if to else _("planned again"),
        )
        for ref, to in sorted(chosen.items())
    ]
    return [*_words(proposal), *lines]


def _takers(proposal: Proposal) -> list[int]:
    return [to for to in proposal.content["handover"].values() if to is not None]


def _words(proposal: Proposal) -> list[tuple[str, str]]:
    person, role = _person(proposal), Role(proposal.content["role"])
    before = Role(proposal.content["from"]).label if "from" in proposal.content else _("no open account")
    return [
        (_("Person"), f"{person.name} <{person.email}>"),
        (_("Right"), str(role.label)),
        (_("Until now"), str(before)),
    ]


def _about(proposals: Sequence[Proposal]) -> dict[UUID, str]:
    """Person and right of each proposal, by its id. One query."""
    person_of = {proposal.pk: int(proposal.subject.partition(":")[2]) for proposal in proposals}
    people = User.objects.in_bulk(set(person_of.values()))
    return {
        proposal.pk: f"{people[person_of[proposal.pk]].name} <{people[person_of[proposal.pk]].email}>: "
        f"{Role(proposal.content['role']).label}"
        for proposal in proposals
    }


def _send(proposal: Proposal, actor: User, at: datetime) -> None:
    person = _person(proposal, hold=True)
    send_awaiting(person, actor=actor, at=at)
    right_given(person, actor=actor, at=at)


def _take_back(proposal: Proposal, actor: User, at: datetime) -> None:
    withdraw_live([_person(proposal).pk], reason=_("not approved"), actor=actor, at=at)


def _change(proposal: Proposal, actor: User, at: datetime) -> None:
    person = _person(proposal, hold=True)
    chosen = from_json(proposal.content["handover"])
    hand_over(person, chosen, reason=proposal.reason, actor=actor, at=at)
    change_to_privileged(person, proposal.content["role"], reason=proposal.reason, actor=actor, at=at)


def change_to_privileged(
    person: User, role: str, *, reason: str, actor: User, at: datetime, alone: bool = False
) -> None:
    """Give a privileged role; the places of the former one end, for the new one has none."""
    set_role(person, role, reason=reason, actor=actor, at=at, alone=alone)
    close_pending(proposer_id=person.pk, state=Proposal.State.WITHDRAWN, actor=actor, reason=reason, at=at)
    end_places(Q(user=person.pk), reason=reason, actor=actor, at=at)
    right_given(person, actor=actor, at=at, alone=alone)


def _reopen(proposal: Proposal, actor: User, at: datetime) -> None:
    person = _person(proposal, hold=True)
    issue([person], actor=actor, at=at)
    record("user.reopened", subject=f"user:{person.pk}", actor=actor, at=at, data={"reason": proposal.reason})
    right_given(person, actor=actor, at=at)


INVITE = ProposalKind(
    label=gettext_lazy("Invite an administrator or a member of the global team"),
    decidable=_decidable, visible=_visible, shown=_shown, words=_words, about=_about, apply=_send, dropped=_take_back,
)  # fmt: skip
ROLE = ProposalKind(
    label=gettext_lazy("Make a person administrator or member of the global team"),
    decidable=_decidable, visible=_visible, shown=_shown_with_work, words=_words_with_work, about=_about,
    apply=_change, concerns=_takers,
)  # fmt: skip
REOPEN = ProposalKind(
    label=gettext_lazy("Reopen the account of an administrator or member of the global team"),
    decidable=_decidable, visible=_visible, shown=_shown, words=_words, about=_about, apply=_reopen,
)  # fmt: skip
