"""Invitations issued, sent and taken back inside a command."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings

from accounts.models import User
from accounts.projections import owe_letters
from journal.bulk import insert_objects
from journal.events import Happening, record_many
from people.models import AccountInvitation
from people.queries.invitations import hash_of, secret_of

State = AccountInvitation.State
BATCH = 500


def issue(
    people: Sequence[User], *, awaiting: bool = False, actor: User | None, at: datetime
) -> list[AccountInvitation]:
    """New invitations; older links of the same people no longer hold.

    Their mails are owed at once, or with `awaiting` only when a second person agreed.
    A constant number of statements for every 500.
    """
    ids = [person.pk for person in people]
    for start in range(0, len(ids), BATCH):
        older = AccountInvitation.objects.filter(
            person__in=ids[start : start + BATCH], state__in=AccountInvitation.LIVE
        )
        older.update(state=State.RESENT)
    made = [_new(person, awaiting=awaiting, actor=actor, at=at) for person in people]
    insert_objects(made)
    _announce(made, actor=actor, at=at)
    return made


def _new(person: User, *, awaiting: bool, actor: User | None, at: datetime) -> AccountInvitation:
    key = uuid4()
    return AccountInvitation(
        id=key, person=person, role=person.role, secret_hash=hash_of(secret_of(key)), invited_at=at,
        invited_by=actor, state=State.AWAITING if awaiting else State.OPEN,
        valid_until=None if awaiting else at + timedelta(days=settings.INVITATION_DAYS),
    )  # fmt: skip


def _announce(rows: Sequence[AccountInvitation], *, actor: User | None, at: datetime) -> None:
    sent = [row for row in rows if row.state == State.OPEN]
    owe_letters([(row.person_id, f"invitation:{row.pk}") for row in sent], now=at)
    events = []
    for row in rows:
        if row.valid_until is None:
            events.append(Happening("invitation.waiting", f"user:{row.person_id}", None, {"role": row.role}))
        else:
            data = {"role": row.role, "until": row.valid_until.date().isoformat()}
            events.append(Happening("invitation.sent", f"user:{row.person_id}", None, data))
    record_many(events, actor=actor, at=at)


def send_awaiting(person: User, *, actor: User, at: datetime) -> None:
    """The second person agreed: the waiting invitation of a person is sent, and holds from now."""
    row = AccountInvitation.objects.select_for_update().filter(person=person.pk, state=State.AWAITING).first()
    if row is None:
        return
    row.state, row.valid_until = State.OPEN, at + timedelta(days=settings.INVITATION_DAYS)
    row.save(update_fields=["state", "valid_until"])
    _announce([row], actor=actor, at=at)


def withdraw_live(user_ids: Collection[int], *, reason: str, actor: User, at: datetime) -> int:
    """Take back the invitations of some people: their links never hold again; how many there were."""
    rows = AccountInvitation.objects.select_for_update().filter(
        person__in=user_ids, state__in=AccountInvitation.LIVE
    )
    found = list(rows.order_by("pk"))
    for row in found:
        row.state, row.withdrawn_at, row.withdrawn_by = State.WITHDRAWN, at, actor
    AccountInvitation.objects.bulk_update(found, ["state", "withdrawn_at", "withdrawn_by"], batch_size=BATCH)
    events = [
        Happening("invitation.withdrawn", f"user:{row.person_id}", None, {"reason": reason}) for row in found
    ]
    record_many(events, actor=actor, at=at)
    return len(found)
