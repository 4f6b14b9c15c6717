"""Carrying out what events owe: claim a batch by compare-and-set, run the reaction once for all of it, mark it."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q

from journal.models import Delivery
from journal.reactions import registered

logger = logging.getLogger(__name__)

if TYPE_CHECKING:
    from django.db.models import QuerySet

BATCH = 2000
LEASE = timedelta(minutes=10)
ATTEMPTS = 5


def deliver(name: str, *, now: datetime) -> int:
    """Run reaction `name` for what waits, at most one batch; returns how many deliveries were settled."""
    claim = _claimed(name, now=now)
    if claim is None:
        return 0
    owed_for = set(Delivery.objects.filter(claim=claim).values_list("factory_id", flat=True).distinct())
    # an event of no factory in particular concerns them all, and no ids mean everybody
    factory_ids = [] if None in owed_for else sorted(each for each in owed_for if each is not None)
    try:
        registered(name)(factory_ids)
    except Exception as failure:  # whatever a reaction raises, its deliveries must not be lost with it
        _give_back(claim, failure)
        raise
    return Delivery.objects.filter(claim=claim, state=Delivery.State.CLAIMED).update(
        state=Delivery.State.DONE, lease_until=None
    )


def owed(*, now: datetime) -> list[str]:
    """Reactions with deliveries that nobody is carrying out."""
    return list(_open(now).values_list("reaction", flat=True).distinct().order_by("reaction"))


def _open(now: datetime) -> QuerySet[Delivery]:
    waiting = Q(state=Delivery.State.WAITING)
    abandoned = Q(state=Delivery.State.CLAIMED, lease_until__lt=now)
    return Delivery.objects.filter(waiting | abandoned)


def _claimed(name: str, *, now: datetime) -> uuid.UUID | None:
    claim = uuid.uuid4()
    with transaction.atomic():
        ids = _open(now).filter(reaction=name).order_by("id").values("id")[:BATCH]
        taken = (
            _open(now)
            .filter(id__in=ids)
            .update(
                state=Delivery.State.CLAIMED, claim=claim, lease_until=now + LEASE, attempts=F("attempts") + 1
            )
        )
    return claim if taken else None


def _give_back(claim: uuid.UUID, failure: Exception) -> None:
    mine = Delivery.objects.filter(claim=claim)
    mine.filter(attempts__gte=ATTEMPTS).update(
        state=Delivery.State.FAILED, lease_until=None, error=str(failure)[:2000]
    )
    mine.filter(attempts__lt=ATTEMPTS).update(
        state=Delivery.State.WAITING, lease_until=None, error=str(failure)[:2000]
    )
