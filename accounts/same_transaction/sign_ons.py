"""An organisation's sign-on put in use takes two administrators: whose server names people opens their accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Proposal, Role, SignOn, User
from accounts.proposal_kinds import ProposalKind
from accounts.same_transaction.accounts import acts_alone
from journal.events import record

KIND = "sign_on.use"


def takes_two(actor: User | None) -> bool:
    """Whether another person decides: not for the operator, and not while there never was another administrator."""
    return actor is not None and not acts_alone(actor)


def identity_of(sign_on: SignOn) -> dict[str, Any]:
    """Whose server names the people of which domains. At most one query."""
    domains = sign_on.domains.order_by("domain").values_list("domain", flat=True) if sign_on.pk else ()
    return {"issuer": sign_on.issuer, "client_id": sign_on.client_id, "domains": list(domains)}


def waits_for_second(sign_on: SignOn) -> bool:
    """Whether it is proposed, as it is now, to a second administrator. Two queries."""
    pending = Proposal.objects.filter(
        kind=KIND, subject=f"sign_on:{sign_on.pk}", state=Proposal.State.PENDING
    ).first()
    return pending is not None and pending.content == identity_of(sign_on)


def _sign_on(subject: str) -> SignOn:
    return SignOn.objects.get(pk=int(subject.partition(":")[2]))


def _decidable(user: User) -> Q:
    return Q() if user.role == Role.ADMIN else Q(pk__in=[])


def _visible(user: User) -> Q:
    return Q() if user.role == Role.ADMIN else Q(proposed_by=user.pk)


def _shown(subject: str, content: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG001  # the kinds' signature
    found = _sign_on(subject)
    return {**identity_of(found), "name": found.name, "is_enabled": found.is_enabled}


def _words(proposal: Proposal) -> list[tuple[str, str]]:
    content = proposal.content
    return [
        (_("Organisation"), _sign_on(proposal.subject).name),
        (_("Mail domains"), " ".join(content["domains"])),
        (_("Issuer"), content["issuer"]),
        (_("Client id"), content["client_id"]),
    ]


def _about(proposals: Sequence[Proposal]) -> dict[UUID, str]:
    names = SignOn.objects.in_bulk({int(proposal.subject.partition(":")[2]) for proposal in proposals})
    return {
        proposal.pk: f"{names[int(proposal.subject.partition(':')[2])].name}: {' '.join(proposal.content['domains'])}"
        for proposal in proposals
    }


def _hold(subject: str) -> SignOn:
    return SignOn.objects.select_for_update().get(pk=int(subject.partition(":")[2]))


def _apply(proposal: Proposal, actor: User, at: datetime) -> None:
    found = _hold(proposal.subject)
    found.is_enabled = True
    found.save(update_fields=["is_enabled"])
    record(
        "sign_on.configured", subject=f"sign_on:{found.pk}", actor=actor, at=at,
        data={"name": found.name, "enabled": True, "proposal": str(proposal.pk)},
    )  # fmt: skip


USE = ProposalKind(
    label=gettext_lazy("Let an organisation's server identify people"),
    decidable=_decidable, visible=_visible, shown=_shown, words=_words, about=_about, apply=_apply, hold=_hold,
)  # fmt: skip
