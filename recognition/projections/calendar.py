"""What the calendar brings: publications on their set day, the end of what was not renewed. Each its own command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from countries.queries.local_time import LocalDays
from criteria.projections.verdicts import refresh_verdicts
from journal.commands import Unchanged
from journal.refusals import Refused
from recognition.commands.lifecycle import lapse_recognition, publish_recognition
from recognition.models import Recognition

if TYPE_CHECKING:
    from uuid import UUID

State = Recognition.State


@dataclass(frozen=True, slots=True)
class NotPublished:
    """A recognition that was due and could not be published."""

    recognition_id: UUID
    factory: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Published:
    """What a look at the calendar did: due ones are published now, were so already, or are problems."""

    due: int
    published: int
    unchanged: int
    problems: tuple[NotPublished, ...]


def publish_what_is_due(*, now: datetime) -> Published:
    """Publish every confirmed recognition whose day has come; one that cannot be does not hold up the others.

    The factories concerned are judged first, so that nothing is published on yesterday's evidence.
    """
    due = Recognition.objects.filter(publish_on__lte=LocalDays(now).sql("factory__country"))
    already = due.filter(state=State.PUBLISHED).count()
    rows = due.filter(state=State.CONFIRMED).order_by("publish_on", "pk")
    waiting = list(rows.values_list("pk", "factory_id", "factory__code"))
    if waiting:
        refresh_verdicts([factory_id for _, factory_id, _ in waiting], now=now)
    published, problems = 0, []
    for recognition_id, _, code in waiting:
        try:
            done = publish_recognition(recognition_id, actor=None, now=now)
        except Refused as refused:
            problems.append(NotPublished(recognition_id, code, type(refused).__name__, str(refused)))
        else:
            published += not isinstance(done, Unchanged)
    return Published(
        due=already + len(waiting),
        published=published,
        unchanged=already + len(waiting) - published - len(problems),
        problems=tuple(problems),
    )


def lapse_what_is_over(*, now: datetime) -> int:
    """End every recognition past its last day; returns how many."""
    over = Recognition.objects.filter(
        state__in=[State.PUBLISHED, State.SUSPENDED], expires_on__lt=LocalDays(now).sql("factory__country")
    )
    ids = list(over.order_by("expires_on", "pk").values_list("pk", flat=True))
    return sum(not isinstance(lapse_recognition(pk, now=now), Unchanged) for pk in ids)
