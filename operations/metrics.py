"""Figures of an installation for Prometheus, read from the tables: what waits, what failed, how old the newest is.

Requests and their times are the proxy's to count: it has metrics of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from django.db.models import Count, Max, Min
from prometheus_client.core import GaugeMetricFamily, Metric

from accounts.models import Letter, SecurityEvent
from journal.models import Delivery, Event, Job, Seal

UNFINISHED = (Delivery.State.WAITING, Delivery.State.CLAIMED)
RECENT = timedelta(hours=1)


class Installation:
    """Collects at one moment."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[Metric]:
        """Every figure."""
        yield from self._reactions()
        yield _labelled(
            "betterwork_jobs", "Jobs that are not over, and those that failed", "state",
            Job.objects.filter(state__in=["queued", "running", "failed"]).values_list("state").annotate(n=Count("pk")),
        )  # fmt: skip
        waiting = Letter.objects.filter(state__in=[Letter.State.WAITING, Letter.State.CLAIMED])
        letters = waiting.aggregate(n=Count("pk"), first=Min("recorded_at"))
        yield _metric("betterwork_letters_waiting", "E-mails that have not left", letters["n"])
        yield self._age("betterwork_letters_oldest_seconds", "Age of the oldest of them", letters["first"])
        seal = Seal.objects.aggregate(day=Max("day"))["day"]
        sealed = datetime.combine(seal, time.min, UTC) if seal else None
        yield self._age(
            "betterwork_seal_age_seconds", "Since the day that was sealed last began; 0: never", sealed
        )
        newest = Event.objects.order_by("-id").values_list("at", flat=True).first()
        yield self._age("betterwork_event_age_seconds", "Age of the newest event", newest)
        refused = SecurityEvent.objects.filter(kind=SecurityEvent.Kind.FAILED, at__gt=self.now - RECENT)
        yield _metric("betterwork_sign_ins_refused", "Refused sign-ins of the last hour", refused.count())

    def _reactions(self) -> Iterator[Metric]:
        unfinished = (
            Delivery.objects.filter(state__in=UNFINISHED).values_list("reaction").annotate(n=Count("pk"))
        )
        failed = (
            Delivery.objects.filter(state=Delivery.State.FAILED)
            .values_list("reaction")
            .annotate(n=Count("pk"))
        )
        yield _labelled(
            "betterwork_reactions_owed",
            "Reactions to events that wait or are worked on",
            "reaction",
            unfinished,
        )
        yield _labelled("betterwork_reactions_failed", "Reactions that were given up", "reaction", failed)
        oldest = Delivery.objects.filter(state__in=UNFINISHED).aggregate(first=Min("recorded_at"))["first"]
        yield self._age(
            "betterwork_reactions_oldest_seconds", "Age of the oldest reaction that is owed", oldest
        )

    def _age(self, name: str, words: str, since: datetime | None) -> Metric:
        return _metric(name, words, (self.now - since).total_seconds() if since else 0)


def _metric(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=value)


def _labelled(name: str, words: str, label: str, rows: object) -> Metric:
    made = GaugeMetricFamily(name, words, labels=[label])
    for value, number in rows:  # type: ignore[attr-defined]  # pairs of a queryset
        made.add_metric([value], number)
    return made
