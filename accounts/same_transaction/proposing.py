"""Proposals made inside a command, with the digest of what the proposer saw."""

from __future__ import annotations

import hashlib
from datetime import datetime

from accounts.models import Proposal, User
from accounts.proposal_kinds import Content, proposal_kind
from journal.chains.hashes import canonical
from journal.commands import value_of
from journal.events import record

State = Proposal.State


def digest_of(kind: str, subject: str, content: Content) -> str:
    """SHA-256 over what is proposed and the facts as they are now."""
    return digest_shown(kind, subject, content, proposal_kind(kind).shown(subject, content))


def digest_shown(kind: str, subject: str, content: Content, shown: Content) -> str:
    """SHA-256 over what is proposed and the facts that were shown with it."""
    return hashlib.sha256(canonical([kind, subject, dict(content), dict(shown)]).encode()).hexdigest()


def make_proposal(
    kind: str,
    *,
    subject: str,
    content: Content,
    reason: str,
    factory_id: int | None = None,
    actor: User,
    at: datetime,
) -> tuple[Proposal, bool]:
    """Propose; the pending proposal, and whether it is new. Another content takes the place of an older proposal."""
    shown = proposal_kind(kind).shown(subject, content)
    digest = digest_shown(kind, subject, content, shown)
    found = (
        Proposal.objects.select_for_update().filter(kind=kind, subject=subject, state=State.PENDING).first()
    )
    if found is not None and found.digest == digest:
        return found, False
    if found is not None:
        close_proposal(found, State.STALE, actor=actor, reason="", at=at)
    made = Proposal.objects.create(
        kind=kind, subject=subject, factory_id=factory_id, content=dict(content), shown=dict(shown), digest=digest,
        reason=reason, proposed_at=at, proposed_by=actor,
    )  # fmt: skip
    record(
        "proposal.made",
        subject=f"proposal:{made.pk}",
        actor=actor,
        at=at,
        data={"kind": kind, "about": subject, "digest": digest, "reason": reason},
    )
    return made, True


def proposal_in(done: object) -> Proposal | None:
    """The proposal that a command made, or that it found waiting already; None where there was nothing to propose."""
    value = value_of(done)
    return value if isinstance(value, Proposal) else None


def close_proposal(proposal: Proposal, state: str, *, actor: User, reason: str, at: datetime) -> None:
    """Write how a proposal ended, with what follows for its kind."""
    proposal.state, proposal.decided_at, proposal.decided_by = state, at, actor
    proposal.decision_reason = reason
    proposal.save(update_fields=["state", "decided_at", "decided_by", "decision_reason"])
    kind = proposal_kind(proposal.kind)
    if state == State.APPROVED:
        kind.apply(proposal, actor, at)
    else:
        kind.dropped(proposal, actor, at)
    record(
        f"proposal.{state}",
        subject=f"proposal:{proposal.pk}",
        actor=actor,
        at=at,
        data={
            "kind": proposal.kind, "about": proposal.subject, "digest": proposal.digest, "reason": reason,
            "proposer": proposal.proposed_by_id,
        },
    )  # fmt: skip


def close_pending(
    *, subject: str = "", proposer_id: int | None = None, state: str, actor: User, reason: str, at: datetime
) -> int:
    """End what still waits about a subject, or by a proposer who may no longer propose; how many."""
    rows = Proposal.objects.select_for_update().filter(state=State.PENDING)
    rows = rows.filter(subject=subject) if subject else rows.filter(proposed_by=proposer_id)
    found = list(rows.order_by("pk"))
    for proposal in found:
        close_proposal(proposal, state, actor=actor, reason=reason, at=at)
    return len(found)
