"""Deciding on what somebody proposed, by the commands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import Proposal, User
from accounts.two_people.commands import approve_proposal, decline_proposal
from journal.commands import Unchanged
from tests import make


def pending(subject: str = "") -> Proposal:
    """The one proposal that waits, about a subject or at all."""
    rows = Proposal.objects.filter(state=Proposal.State.PENDING)
    return rows.get(subject=subject) if subject else rows.get()


def approve(by: User, subject: str = "", *, now: datetime = make.NOW) -> Any:
    """Approve what waits, as another person; the proposal afterwards."""
    found = pending(subject)
    done = approve_proposal(found.pk, digest=found.digest, actor=by, now=now)
    return done.value if isinstance(done, Unchanged) else done


def decline(by: User, subject: str = "", *, reason: str = "Not so.", now: datetime = make.NOW) -> None:
    """Decline what waits."""
    decline_proposal(pending(subject).pk, reason=reason, actor=by, now=now)
