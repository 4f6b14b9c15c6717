"""Whose accounts are open, and which proposals exist for whom. Who may invite whom stands in `people.policies`."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import STAFF, MailChoice, Proposal, Role, User
from accounts.proposal_kinds import kind_names, proposal_kind

if TYPE_CHECKING:
    Viewer = User | AnonymousUser


def lock_active(user_ids: Collection[int]) -> set[int]:
    """Those of the people whose accounts are open, held until the end of the transaction. One query."""
    rows = User.objects.select_for_update().filter(pk__in=list(user_ids), is_active=True)
    return set(rows.order_by("pk").values_list("pk", flat=True))


def proposals_visible_to(user: Viewer) -> QuerySet[Proposal]:
    """Proposals that exist for a user: their own, and those of kinds on which they may decide."""
    if not isinstance(user, User) or not user.is_active:
        return Proposal.objects.none()
    seen = Q(pk__in=[])
    for name in kind_names():
        seen |= Q(kind=name) & proposal_kind(name).visible(user)
    return Proposal.objects.filter(seen)


def proposals_waiting_for(user: User) -> QuerySet[Proposal]:
    """Pending proposals of other people on which a user has the right to decide."""
    decidable = Q(pk__in=[])
    for name in kind_names():
        decidable |= Q(kind=name) & proposal_kind(name).decidable(user)
    pending = Proposal.objects.filter(decidable, state=Proposal.State.PENDING)
    return pending.exclude(proposed_by=user.pk).order_by("proposed_at", "pk")


def pending_about(user: User, kind: str, subject: str) -> Proposal | None:
    """The proposal of a kind that waits about a subject, if it exists for the user. One query."""
    rows = Proposal.objects.filter(proposal_kind(kind).visible(user), kind=kind, subject=subject)
    return rows.filter(state=Proposal.State.PENDING).first()


def may_decide(user: User, proposal: Proposal) -> bool:
    """Whether a user has the right to decide on a proposal, whoever made it. One query, or those of the kind."""
    if not user.is_active:
        return False
    decidable = proposal_kind(proposal.kind).decidable(user)
    return Proposal.objects.filter(decidable, pk=proposal.pk).exists()


def is_staff(user: Viewer) -> bool:
    """Whether a person works for the programme, in some countries or in all."""
    return getattr(user, "role", "") in STAFF


def reads_proposals(user: User) -> bool:
    """Whether the list of proposals exists for this user: staff and administrators."""
    return user.role in STAFF | {Role.ADMIN}


def active_people(roles: Collection[str]) -> QuerySet[User]:
    """Everybody of these roles who may sign in; for telling them, never for a page."""
    return User.objects.filter(role__in=list(roles), is_active=True)


def wants_no_mail(user: User) -> bool:
    """Whether a person chose to get no news by e-mail. One query."""
    return mail_choice_of(user) == MailChoice.Way.NEVER


def mail_choice_of(user: User) -> str:
    """How a person wants news by e-mail: a summary once a day unless they chose otherwise. One query."""
    chosen = MailChoice.objects.filter(pk=user.pk).values_list("way", flat=True).first()
    return chosen or MailChoice.Way.DAILY
