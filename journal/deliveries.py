"""Carrying out what events owe: claim a batch by compare-and-set, run the reaction once for all of it, mark it."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Min, Q

from journal.models import Delivery
from journal.reactions import registered

logger = logging.getLogger(__name__)

if TYPE_CHECKING:
    from django.db.models import QuerySet

BATCH = 2000
# how long after a worker's death its work is owed again; a living one prolongs it while it works
LEASE = timedelta(seconds=settings.DELIVERY_LEASE)
ATTEMPTS = 5


Clock = Callable[[], datetime]


def deliver(name: str, *, now: datetime, clock: Clock | None = None) -> int:
    """Run reaction `name` for what waits, at most one batch; returns how many deliveries were settled.

    With a clock the lease is prolonged while the reaction runs.
    """
    claim = _claimed(name, now=now)
    if claim is None:
        return 0
    owed_for = set(Delivery.objects.filter(claim=claim).values_list("factory_id", flat=True).distinct())
    # an event of no factory in particular concerns them all, and no ids mean everybody
    factory_ids = (
        [] if None in owed_for else sorted(factory_id for factory_id in owed_for if factory_id is not None)
    )
    try:
        with _lease_prolonged(claim, clock):
            registered(name)(factory_ids)
    except Exception as failure:  # whatever a reaction raises, its deliveries must not be lost with it
        _give_back(claim, failure)
        raise
    return Delivery.objects.filter(claim=claim, state=Delivery.State.CLAIMED).update(
        state=Delivery.State.DONE, lease_until=None
    )


def pending_reactions(*, now: datetime) -> list[str]:
    """Reactions with deliveries that nobody is carrying out."""
    return list(_open(now).values_list("reaction", flat=True).distinct().order_by("reaction"))


def oldest_pending_event(name: str) -> int | None:
    """The first event for which reaction `name` is still owed or under way. One query.

    A delivery stands for all events of one command about one factory: what it is for begins with its event.
    """
    unsettled = Delivery.objects.filter(
        reaction=name, state__in=[Delivery.State.WAITING, Delivery.State.CLAIMED]
    )
    first: int | None = unsettled.aggregate(first=Min("event_id"))["first"]
    return first


@contextmanager
def _lease_prolonged(claim: uuid.UUID, clock: Clock | None) -> Iterator[None]:
    """Prolong the lease for as long as the reaction runs: a thread that dies with its worker."""
    if clock is None:
        yield
        return
    over = threading.Event()
    thread = threading.Thread(target=_prolong, args=(claim, clock, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()


def _prolong(claim: uuid.UUID, clock: Clock, over: threading.Event) -> None:
    try:
        while not over.wait(settings.DELIVERY_LEASE / 3):
            Delivery.objects.filter(claim=claim, state=Delivery.State.CLAIMED).update(
                lease_until=clock() + LEASE
            )
    except Exception:
        # a reaction is safe to run twice: a lease not prolonged costs a second run, no more
        logger.exception("lease of %s not prolonged", claim)
    finally:
        connection.close()


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
    claimed = Delivery.objects.filter(claim=claim)
    claimed.filter(attempts__gte=ATTEMPTS).update(
        state=Delivery.State.FAILED, lease_until=None, error=str(failure)[:2000]
    )
    claimed.filter(attempts__lt=ATTEMPTS).update(
        state=Delivery.State.WAITING, lease_until=None, error=str(failure)[:2000]
    )
