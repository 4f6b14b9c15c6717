"""Which POSTs were answered, for whoever sends the same again. A unique constraint decides who of several runs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from django.db.models import QuerySet

from accounts.models import IdempotentCall
from accounts.sign_in.sealing import seal, unseal

KEPT = timedelta(hours=24)
DEAD_AFTER = timedelta(minutes=5)
"""A call that has been at work for longer than any process lets a request run is none any more."""


class CallUnderWay(Exception):
    """The same call is at work now."""


class KeyReused(Exception):
    """The key came with something else before."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What was answered."""

    status: int
    headers: dict[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to run a call and to write its answer down."""

    call_id: int
    attempt: UUID
    new_id: UUID


def claim_call(user_id: int, *, address: str, key: str, body: bytes, now: datetime) -> Claim | KeptAnswer:
    """The right to run the call, or the answer that it had. Two statements at most where it is new.

    Raises:
        CallUnderWay, KeyReused.
    """
    digest, attempt = sha256(body).hexdigest(), uuid4()
    ours = {"user_id": user_id, "address": address, "key": sha256(key.encode()).hexdigest()}
    values = {"body": digest, "attempt": attempt, "began_at": now}
    call, is_new = IdempotentCall.objects.get_or_create(**ours, defaults=values)
    if is_new:
        return Claim(call.pk, attempt, call.new_id)
    is_over = call.began_at <= now - KEPT
    if call.body != digest and not is_over:
        raise KeyReused
    if call.status is not None and not is_over:
        return KeptAnswer(call.status, **json.loads(unseal(call.sealed_answer)))
    if call.status is None and call.began_at > now - DEAD_AFTER:
        raise CallUnderWay
    # who takes over is decided here: of two that come at once, one finds the attempt that it read
    taken = IdempotentCall.objects.filter(pk=call.pk, attempt=call.attempt)
    new_id = uuid4() if is_over else call.new_id
    if not taken.update(**values, new_id=new_id, status=None, sealed_answer=""):
        raise CallUnderWay
    return Claim(call.pk, attempt, new_id)


def keep_answer(claim: Claim, answer: KeptAnswer) -> None:
    """Write the answer down. Nothing where another attempt took over."""
    sealed = seal(json.dumps({"headers": answer.headers, "body": answer.body}))
    _claimed(claim).update(status=answer.status, sealed_answer=sealed)


def release_call(claim: Claim) -> None:
    """Nothing was done: the same may be sent again."""
    _claimed(claim).delete()


def forget_calls(*, now: datetime) -> int:
    """Delete what is older than KEPT; how many rows."""
    return IdempotentCall.objects.filter(began_at__lte=now - KEPT).delete()[0]


def _claimed(claim: Claim) -> QuerySet[IdempotentCall]:
    return IdempotentCall.objects.filter(pk=claim.call_id, attempt=claim.attempt)
