"""Carrying out what events owe: claim a slice by compare-and-set, run the reaction once for all of it, mark it."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Max, Min, Q

from journal.models import Delivery
from journal.reactions import Concerns, concerns_of, registered

logger = logging.getLogger(__name__)

if TYPE_CHECKING:
    from django.db.models import QuerySet

SLICE = 2000  # factories worked at once; of a reaction to single events: deliveries
# how long after a worker's death its work is owed again; a living one prolongs it while it works
LEASE = timedelta(seconds=settings.DELIVERY_LEASE)
ATTEMPTS = 5
SMALLER_BY = 8  # after each failure: 2,000 together, then 250, 31, 3, and at the last attempt one


Clock = Callable[[], datetime]


def deliver(name: str, *, now: datetime, clock: Clock | None = None) -> int:
    """Run reaction `name` for what waits, at most one slice; returns how many deliveries were settled.

    With a clock the lease is prolonged while the reaction runs.
    """
    claim = _claimed(name, now=now)
    if claim is None:
        return 0
    owed_for = set(_held(name, claim).values_list("factory_id", flat=True).distinct())
    # an event of no factory in particular concerns them all, and no ids mean everybody
    factory_ids = (
        [] if None in owed_for else sorted(factory_id for factory_id in owed_for if factory_id is not None)
    )
    try:
        with _lease_prolonged(name, claim, clock):
            registered(name)(factory_ids)
    except Exception as failure:  # whatever a reaction raises, its deliveries must not be lost with it
        _give_back(name, claim, failure)
        raise
    return _held(name, claim).update(state=Delivery.State.DONE, lease_until=None)


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
def _lease_prolonged(name: str, claim: uuid.UUID, clock: Clock | None) -> Iterator[None]:
    """Prolong the lease for as long as the reaction runs: a thread that dies with its worker."""
    if clock is None:
        yield
        return
    over = threading.Event()
    thread = threading.Thread(target=_prolong, args=(name, claim, clock, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()


def _prolong(name: str, claim: uuid.UUID, clock: Clock, over: threading.Event) -> None:
    try:
        while not over.wait(settings.DELIVERY_LEASE / 3):
            _held(name, claim).update(lease_until=clock() + LEASE)
    except Exception:
        # a reaction is safe to run twice: a lease not prolonged costs a second run, no more
        logger.exception("lease of %s not prolonged", claim)
    finally:
        connection.close()


def _open(now: datetime) -> QuerySet[Delivery]:
    waiting = Q(state=Delivery.State.WAITING)
    abandoned = Q(state=Delivery.State.CLAIMED, lease_until__lt=now)
    return Delivery.objects.filter(waiting | abandoned)


def _held(name: str, claim: uuid.UUID) -> QuerySet[Delivery]:
    """What a claim holds; by the index of what is owed, never through all that was ever delivered."""
    return Delivery.objects.filter(reaction=name, state=Delivery.State.CLAIMED, claim=claim)


def _claimed(name: str, *, now: datetime) -> uuid.UUID | None:
    claim = uuid.uuid4()
    with transaction.atomic():
        taken = _slice(name, now).update(
            state=Delivery.State.CLAIMED, claim=claim, lease_until=now + LEASE, attempts=F("attempts") + 1
        )
    return claim if taken else None


def _slice(name: str, now: datetime) -> QuerySet[Delivery]:
    """The open deliveries that are worked together next; their state is looked at again as they are claimed.

    What failed before comes after what did not, and in ever smaller slices, at last each factory alone: one that
    cannot be worked takes no other with it.
    """
    owed = _open(now).filter(reaction=name)
    concerns = concerns_of(name)
    if concerns is Concerns.PROGRAMME:
        return owed
    if concerns is Concerns.EVENTS:
        return owed.filter(id__in=_least_tried(owed.values_list("id", "attempts").order_by("attempts", "id")))
    for_all = owed.filter(factory_id=None)
    least_for_all = for_all.aggregate(least=Min("attempts"))["least"]
    # a run for everybody is a run for each: nothing that waits by now needs another
    if least_for_all == 0:
        return owed
    of_factories = owed.exclude(factory_id=None).values("factory_id")
    tried = of_factories.annotate(tried=Max("attempts"), first=Min("id")).order_by("tried", "first")
    rows = tried.values_list("factory_id", "tried")
    least = rows.first()
    if least_for_all is not None and (least is None or least_for_all <= least[1]):
        return for_all
    return owed.filter(factory_id__in=_least_tried(rows))


def _least_tried(rows: QuerySet[Delivery, Any]) -> list[int]:
    """The first of some (id, attempts), sorted by attempts: as many of the least tried as may be worked together."""
    found = list(rows[:SLICE])
    least = found[0][1] if found else 0
    most = max(1, SLICE // SMALLER_BY**least)
    return [row_id for row_id, tried in found[:most] if tried == least]


def _give_back(name: str, claim: uuid.UUID, failure: Exception) -> None:
    claimed = _held(name, claim)
    if concerns_of(name) is Concerns.FACTORIES and claimed.filter(factory_id=None).exists():
        # a run for everybody says of nobody in particular that they cannot be worked
        claimed.exclude(factory_id=None).update(
            state=Delivery.State.WAITING,
            lease_until=None,
            error=str(failure)[:2000],
            attempts=F("attempts") - 1,
        )
    claimed.filter(attempts__gte=ATTEMPTS).update(
        state=Delivery.State.FAILED, lease_until=None, error=str(failure)[:2000]
    )
    claimed.filter(attempts__lt=ATTEMPTS).update(
        state=Delivery.State.WAITING, lease_until=None, error=str(failure)[:2000]
    )
