"""Invitations and the secrets of their links."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.crypto import salted_hmac

from accounts.models import Letter, User
from people.models import AccountInvitation

State = AccountInvitation.State


def secret_of(invitation_id: UUID) -> str:
    """The secret of an invitation's link. It is derived from the site's key, so that the database does not hold it."""
    raw = salted_hmac("people.invitation", str(invitation_id), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def hash_of(secret: str) -> str:
    """What the database keeps of a secret: SHA-256 as hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invitation_by_secret(secret: str) -> AccountInvitation | None:
    """The invitation of a link, with person and inviter. One query."""
    rows = AccountInvitation.objects.select_related("person", "invited_by")
    return rows.filter(secret_hash=hash_of(secret)).first()


def holds(invitation: AccountInvitation, now: datetime) -> bool:
    """Whether the link lets its person in now."""
    return (
        invitation.state == State.OPEN
        and invitation.valid_until is not None
        and now < invitation.valid_until
        and not invitation.person.is_active
    )


def invitation_by_id(invitation_id: UUID) -> AccountInvitation | None:
    """An invitation with person and inviter, for its mail. One query."""
    return AccountInvitation.objects.select_related("person", "invited_by").filter(pk=invitation_id).first()


def live_invitation_of(user_id: int) -> AccountInvitation | None:
    """The invitation of a person that is waiting or open, expired or not. One query."""
    return AccountInvitation.objects.filter(person=user_id, state__in=AccountInvitation.LIVE).first()


def invitation_made_at(at: datetime, email: str) -> AccountInvitation | None:
    """The live invitation of an address that was made at this very moment. One query."""
    rows = AccountInvitation.objects.filter(person__email=email, state__in=AccountInvitation.LIVE)
    return rows.filter(invited_at=at).first()


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """One invitation as a person's page shows it. `state`: as the model's, or `expired`."""

    invited_at: datetime
    invited_by: str
    role: str
    state: str
    label: str
    valid_until: datetime | None
    left_at: datetime | None  # when the mail left


def invitations_of(user_id: int, now: datetime) -> list[InvitationLine]:
    """A person's invitations, latest first. Two queries."""
    rows = list(
        AccountInvitation.objects.filter(person=user_id)
        .select_related("invited_by")
        .order_by("-invited_at", "pk")
    )
    mails = Letter.objects.filter(about__in=[f"invitation:{row.pk}" for row in rows])
    left = dict(mails.values_list("about", "sent_at"))
    return [
        InvitationLine(
            row.invited_at, str(row.invited_by or ""), row.get_role_display(), state_of(row, now),
            "" if state_of(row, now) == "expired" else row.get_state_display(), row.valid_until,
            left.get(f"invitation:{row.pk}"),
        )
        for row in rows
    ]  # fmt: skip


def state_of(row: AccountInvitation, now: datetime) -> str:
    """The stored state, or `expired` for an open one whose time is over."""
    over = row.state == State.OPEN and row.valid_until is not None and row.valid_until <= now
    return "expired" if over else row.state


def users_by_address(addresses: Collection[str]) -> dict[str, User]:
    """Accounts by address. One query for every 500."""
    ordered, found = sorted(addresses), {}
    for start in range(0, len(ordered), 500):
        rows = User.objects.filter(email__in=ordered[start : start + 500])
        found.update({user.email: user for user in rows})
    return found


def with_live_invitation(user_ids: Collection[int]) -> set[int]:
    """Those of the people who have an invitation waiting or open. One query for every 500."""
    ids, found = sorted(user_ids), set[int]()
    for start in range(0, len(ids), 500):
        rows = AccountInvitation.objects.filter(
            person__in=ids[start : start + 500], state__in=AccountInvitation.LIVE
        )
        found |= set(rows.values_list("person_id", flat=True))
    return found
