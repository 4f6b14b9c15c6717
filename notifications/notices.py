"""Telling people of what happened: inbox rows for whatever is owed, each person and event once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from accounts.projections import write_notices
from assessments.queries.teams import assessed_since
from countries.queries.local_time import LocalDays, programme_day
from journal.deliveries import oldest_pending_event
from journal.queries import News, news_from
from notifications.recipients import (
    people_by_account,
    people_by_buyer,
    people_by_draft,
    people_by_factory,
    people_by_guest,
    people_by_keeper,
    people_of,
)
from notifications.rules import TABLE, Audience, kinds_for

NOTIFY = "notifications.notify_people"

PART = 500  # factories at a time
REPORT = "assessment.finalised"
RECENT = timedelta(days=180)  # a report on an older visit came from a file: history, and nobody's news


def notify_people(factory_ids: Collection[int], *, now: datetime) -> None:
    """Write inbox rows for what happened around these factories; when none is named, around all and around none."""
    first = oldest_pending_event(NOTIFY)
    if first is None:
        return
    named = set(factory_ids)
    news = [event for event in news_from(first, TABLE) if not named or event.factory_id in named]
    news = _without_history(news, now)
    concerned = sorted({event.factory_id for event in news})
    for start in range(0, len(concerned), PART):
        part = set(concerned[start : start + PART])
        write_notices(_recipients([event for event in news if event.factory_id in part], part, now), now=now)
    if not named:
        _notify_of_what_concerns_no_factory(first, now)


def _notify_of_what_concerns_no_factory(first: int, now: datetime) -> None:
    for audience in (Audience.ADMINISTRATORS, Audience.PERSON):
        around = news_from(first, kinds_for(audience), of_factories=False)
        write_notices(_account_recipients(audience, around), now=now)
    write_notices(
        _criteria_recipients(news_from(first, kinds_for(Audience.STANDARDS), of_factories=False)), now=now
    )
    write_notices(
        _guest_recipients(news_from(first, kinds_for(Audience.GUESTS), of_factories=False)), now=now
    )
    write_notices(
        _keeper_recipients(news_from(first, kinds_for(Audience.KEEPERS), of_factories=False)), now=now
    )
    write_notices(
        _proposer_recipients(news_from(first, kinds_for(Audience.PROPOSER), of_factories=False)), now=now
    )


def _recipients(
    news: Sequence[News], factory_ids: Collection[int], now: datetime
) -> Iterator[tuple[int, int]]:
    """(person id, event id): nobody is told of what they did themselves."""
    on = LocalDays(now)
    people: dict[Audience, dict[int, set[int]]] = {}
    for event in news:
        for audience in TABLE[event.kind].audiences - {Audience.BUYER, Audience.DRAFT_TEAM}:
            if audience not in people:
                people[audience] = people_by_factory(audience, factory_ids, on)
            for person in people[audience].get(event.factory_id, ()):
                if person != event.actor_id:
                    yield person, event.event_id
    yield from _buyer_recipients(
        [event for event in news if Audience.BUYER in TABLE[event.kind].audiences], on
    )
    yield from _team_recipients(
        [event for event in news if Audience.DRAFT_TEAM in TABLE[event.kind].audiences]
    )


def _team_recipients(news: Sequence[News]) -> Iterator[tuple[int, int]]:
    """The same for events about an open assessment: its team."""
    people = people_by_draft({event.subject for event in news})
    for event in news:
        for person in people.get(event.subject, set()) - {event.actor_id}:
            yield person, event.event_id


def _buyer_recipients(news: Sequence[News], on: LocalDays) -> Iterator[tuple[int, int]]:
    """The same for events about one of the brands that buy from a factory."""
    pairs = {event.event_id: (event.factory_id or 0, str(event.data.get("buyer", ""))) for event in news}
    people = people_by_buyer(set(pairs.values()), on) if news else {}
    for event in news:
        for person in people.get(pairs[event.event_id], set()) - {event.actor_id}:
            yield person, event.event_id


def _guest_recipients(news: Sequence[News]) -> Iterator[tuple[int, int]]:
    """The same for events around no factory: the people of the brand that was the guest."""
    people = people_by_guest({str(event.data.get("guest", "")) for event in news}) if news else {}
    for event in news:
        for person in people.get(str(event.data.get("guest", "")), ()):
            if person != event.actor_id:
                yield person, event.event_id


def _keeper_recipients(news: Sequence[News]) -> Iterator[tuple[int, int]]:
    """The same for events around webhooks: who keep those of the brand."""
    people = people_by_keeper({str(event.data.get("keeper", "")) for event in news}) if news else {}
    for event in news:
        for person in people.get(str(event.data.get("keeper", "")), set()) - {event.actor_id}:
            yield person, event.event_id


def _criteria_recipients(news: Sequence[News]) -> Iterator[tuple[int, int]]:
    """The same for events around criteria."""
    people = people_of(Audience.STANDARDS) if news else set()
    for event in news:
        for person in people - {event.actor_id}:
            yield person, event.event_id


def _proposer_recipients(news: Sequence[News]) -> Iterator[tuple[int, int]]:
    """The same for decided proposals: who proposed them."""
    people = people_of(Audience.PROPOSER) if news else set()
    for event in news:
        person = event.data.get("proposer")
        if person in people - {event.actor_id}:
            yield person, event.event_id


def _account_recipients(audience: Audience, news: Sequence[News]) -> Iterator[tuple[int, int]]:
    """The same for events around an account."""
    subjects = {event.event_id: int(event.subject.partition(":")[2]) for event in news}
    people = people_by_account(audience, set(subjects.values()))
    for event in news:
        for person in people.get(subjects[event.event_id], ()):
            if person != event.actor_id:
                yield person, event.event_id


def _without_history(news: Sequence[News], now: datetime) -> list[News]:
    reports = {
        event.event_id: UUID(event.subject.partition(":")[2]) for event in news if event.kind == REPORT
    }
    recent: set[UUID] = set()
    ids, day = list(reports.values()), programme_day(now) - RECENT
    for start in range(0, len(ids), PART):
        recent |= assessed_since(ids[start : start + PART], day)
    return [event for event in news if event.event_id not in reports or reports[event.event_id] in recent]
