"""Reading the journal: what happened to one subject, or around one factory."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from journal.events import QUIET
from journal.models import ChainHead, Delivery, Event, Job
from journal.wording import in_words

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of a history panel."""

    at: datetime
    kind: str
    subject: str
    actor: str  # "Name <address>", for outsiders the name alone; "" when the system acted
    sentence: str


def history_of(subject: str, *, limit: int = 50, addresses: bool = True) -> list[Happened]:
    """What happened to one subject, newest first. One query. `addresses=False` for readers outside the programme."""
    return _latest(Event.objects.filter(subject=subject), limit, addresses=addresses)


def history_of_factory(
    factory_id: int,
    *,
    also: Collection[int] = (),
    hidden: Collection[str] = (),
    limit: int = 50,
    addresses: bool = True,
) -> list[Happened]:
    """What happened around a factory, newest first, without the kinds that the reader may not see. One query.

    `also`: the records merged into it.
    """
    return _latest(factory_events(factory_id, also=also, hidden=hidden), limit, addresses=addresses)


def factory_events(
    factory_id: int, *, also: Collection[int] = (), hidden: Collection[str] = ()
) -> QuerySet[Event]:
    """Every event around a factory, without the kinds that the reader may not see; for lists and files.

    `also`: the records merged into it.
    """
    return Event.objects.filter(factory_id__in=[factory_id, *also]).exclude(kind__in=list(hidden))


def every_event() -> QuerySet[Event]:
    """The whole journal in the order of its recording, for whoever operates this: never behind a page."""
    return Event.objects.order_by("id")


def last_event(kinds: Collection[str]) -> Happened | None:
    """The latest event of some kinds, of any subject. One query."""
    return next(iter(_latest(Event.objects.filter(kind__in=list(kinds)), 1, addresses=True)), None)


def is_pending(reaction: str, *, since: datetime | None, factory_ids: QuerySet[Any] | None = None) -> bool:
    """Whether a reaction to an event recorded after a moment (None: ever) is still to come, or failed.

    At most two queries, each by an index that holds only such deliveries.

    `factory_ids`: a queryset of ids; only events around these, and those around no factory.
    """
    rows = Delivery.objects.filter(reaction=reaction)
    if since is not None:
        rows = rows.filter(recorded_at__gt=since)
    if factory_ids is not None:
        rows = rows.filter(Q(factory_id__in=factory_ids) | Q(factory_id__isnull=True))
    states = Delivery.State
    return any(
        rows.filter(state__in=some).exists() for some in ((states.WAITING, states.CLAIMED), (states.FAILED,))
    )


def ever_happened(kind: str, **data: str) -> bool:
    """Whether an event of a kind, with these values in its data, was ever recorded. One query."""
    return Event.objects.filter(kind=kind, **{f"data__{key}": value for key, value in data.items()}).exists()


def subjects_of_actor(actor_id: int, kinds: Collection[str]) -> QuerySet[Event, str]:
    """Subjects to which a person did something of some kinds: for a subquery."""
    events = Event.objects.filter(actor_id=actor_id, kind__in=list(kinds))
    return events.order_by().values_list("subject", flat=True)


PEOPLE = ("adviser", "former")
"""Data of events that are ids of people: the journal keeps no names but those of who acted."""


def event_lines(events: Collection[Event], *, addresses: bool = True) -> list[Happened]:
    """Events as lines of a history, in their order; people named by their names of now. At most one query.

    `addresses=False` for readers outside the programme.
    """
    names = _names(event.data.get(key) for event in events for key in PEOPLE)
    return [_event_line(event, names, addresses=addresses) for event in events]


def _event_line(event: Event, names: Mapping[int, str], *, addresses: bool) -> Happened:
    erased = event.actor_id is not None and not event.actor_name
    name = _("an erased person") if erased else event.actor_name
    actor = _actor(name, event.actor_address if addresses else "")
    people = {key: names.get(pk, _("an erased person")) for key in PEOPLE if (pk := event.data.get(key))}
    return Happened(event.at, event.kind, event.subject, actor, in_words(event.kind, event.data | people))


def _names(ids: Iterable[int | None]) -> dict[int, str]:
    found = {pk for pk in ids if pk}
    return dict(get_user_model().objects.filter(pk__in=found).values_list("pk", "name")) if found else {}


def _actor(name: str, address: str) -> str:
    """Two accounts may share a name, never an address."""
    return f"{name} <{address}>" if address else name


def length_of(subject: str) -> int:
    """How many events a subject's chain has. One query."""
    return ChainHead.objects.filter(subject=subject).values_list("sequence", flat=True).first() or 0


def factories_of_chain(subject: str, kind: str, *, after: int) -> set[int]:
    """Factories that a subject's events of a kind are about, those after the chain's first so many. One query."""
    rows = Event.objects.filter(subject=subject, sequence__gt=after, kind=kind)
    return {factory for factory in rows.values_list("factory_id", flat=True) if factory is not None}


def latest_values(subjects: str, key: str) -> dict[str, str]:
    """Subject → value of a key in the data of its latest event that has the key. One query.

    `subjects` is what their names begin with, as "assessment:".
    """
    rows = Event.objects.filter(subject__startswith=subjects, data__has_key=key).order_by("id")
    return {subject: str(data[key]) for subject, data in rows.values_list("subject", "data").iterator(5000)}


def last_events(subjects: str, kinds: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """Kind and data of each subject's latest event among those whose kinds begin so. One query.

    `subjects` is what their names begin with, as "recognition:".
    """
    rows = Event.objects.filter(subject__startswith=subjects, kind__startswith=kinds).order_by("id")
    found = rows.values_list("subject", "kind", "data")
    return {subject: (kind, data) for subject, kind, data in found.iterator(5000)}


@dataclass(frozen=True, slots=True)
class EventValue:
    """The value of one key in one event's data."""

    event_id: int
    subject: str
    factory_id: int | None
    value: str


def event_values(kind: str, key: str) -> list[EventValue]:
    """The values of a key in the data of every event of a kind, oldest first. One query."""
    rows = Event.objects.filter(kind=kind).order_by("id").values_list("id", "subject", "factory_id", "data")
    return [
        EventValue(pk, subject, factory, str(data.get(key)))
        for pk, subject, factory, data in rows.iterator(5000)
    ]


def first_after(moment: datetime, *, kinds: Collection[str]) -> dict[int, tuple[str, dict[str, Any]]]:
    """Kind and data of the first event of some kinds recorded after a moment, by factory. One query."""
    rows = Event.objects.filter(kind__in=list(kinds), at__gt=moment, factory_id__isnull=False).order_by("-id")
    found = rows.values_list("factory_id", "kind", "data")
    return {factory: (kind, data) for factory, kind, data in found if factory is not None}


def latest_at_factories(
    factory_ids: QuerySet[Any], *, since: datetime, hidden: Collection[str], events: int, factories: int
) -> list[tuple[int, Happened, int]]:
    """What happened last at some factories (a queryset of ids): factory id, happening, number of its other events.

    Newest first, for the first `factories` of them, among the newest `events`. Without the kinds that the reader may
    not see, and without what is no news. At most two queries.
    """
    found = Event.objects.filter(factory_id__in=factory_ids, at__gte=since).exclude(kind__in=list(hidden))
    numbers: Counter[int | None] = Counter()
    latest: dict[int, Event] = {}
    for event in found.exclude(data__has_key=QUIET).order_by("-at", "-id")[:events]:
        numbers[event.factory_id] += 1
        if event.factory_id is not None and event.factory_id not in latest and len(latest) < factories:
            latest[event.factory_id] = event
    lines = event_lines(latest.values())
    return [(pk, happened, numbers[pk] - 1) for pk, happened in zip(latest, lines, strict=True)]


@dataclass(frozen=True, slots=True)
class News:
    """One event that people may have to be notified of."""

    event_id: int
    kind: str
    subject: str
    factory_id: int
    actor_id: int | None
    data: dict[str, Any]


def news_from(event_id: int, kinds: Collection[str], *, of_factories: bool = True) -> list[News]:
    """Events of some kinds around factories, from an event on, oldest first, without what is no news. One query.

    `of_factories=False`: those around no factory, whose `factory_id` is 0.
    """
    rows = Event.objects.filter(pk__gte=event_id, kind__in=list(kinds), factory_id__isnull=not of_factories)
    found = rows.exclude(data__has_key=QUIET).order_by("id")
    return [
        News(pk, kind, subject, factory_id or 0, actor_id, data)
        for pk, kind, subject, factory_id, actor_id, data in found.values_list(
            "id", "kind", "subject", "factory_id", "actor_id", "data"
        )
    ]


def latest_event_id() -> int:
    """The number of the latest event, recorded by copies as the version that they were made from."""
    return Event.objects.aggregate(latest=Max("id"))["latest"] or 0


def event_hash(event_id: int) -> str:
    """The hash of an event, by which a journal is told from another that has as many events; "" without the event."""
    return Event.objects.filter(pk=event_id).values_list("hash", flat=True).first() or ""


def factory_by_event(after: int, kinds: Collection[str]) -> dict[int, int | None]:
    """By event, around which factory the events of some kinds after an event happened; None: around all or none."""
    rows = Event.objects.filter(id__gt=after, kind__in=sorted(kinds)).order_by("id")
    return dict(rows.values_list("id", "factory_id"))


def job_row(job_id: uuid.UUID, *, user_id: int) -> Job | None:
    """A job for whoever started it; None for everybody else."""
    return Job.objects.filter(pk=job_id, actor_id=user_id).first()


def job_parameters_before(kind: str, moment: datetime, *, limit: int = 50) -> list[dict[str, Any]]:
    """What the latest jobs of a kind that were queued before a moment were to do. One query."""
    rows = Job.objects.filter(kind=kind, queued_at__lt=moment).order_by("-queued_at", "id")
    return list(rows.values_list("parameters", flat=True)[:limit])


def _latest(events: QuerySet[Event], limit: int, *, addresses: bool) -> list[Happened]:
    return event_lines(list(events.order_by("-at", "-id")[:limit]), addresses=addresses)
