"""The feed of changes: what outsiders read is compared with what they read before; what differs is a change.

Positions are given while the feed's one row is held until the commit: a reader who has read up to a position will find
nothing new below it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import partial

from celery import current_app
from django.db import transaction

from countries.queries.local_time import LocalDays
from factories.queries.report_access import buying_brands, scopes_by_brand
from journal.bulk import insert_objects
from portal.queries.shown_content import (
    LISTINGS,
    PARTS,
    PROGRESS,
    REPORTS,
    Digests,
    factories_with_content,
    shown_digests,
)
from webhooks.models import (
    ChangeEntry,
    ChangeFeed,
    ChangeKind,
    ShownAccess,
    ShownContent,
    WebhookEndpoint,
    WebhookMessage,
)

SLICE = 2000
SEND = "webhooks.send"
KINDS = {
    "report": ChangeKind.REPORT,
    "findings": ChangeKind.FINDINGS,
    "plan": ChangeKind.PLAN,
    "criteria": ChangeKind.CRITERIA,
    "alert": ChangeKind.ALERT,
}
COPIES = (REPORTS, PROGRESS, LISTINGS)

Found = tuple[str, int, int | None]  # kind, factory id, brand id


def note_content(copy: str, factory_ids: Collection[int] | None, *, now: datetime) -> int:
    """Note what changed in one of the copies that outsiders read (of all factories when None); how many changes.

    Safe to run twice: what was noted is remembered in the same transaction.
    """
    noted = 0
    for part in _slices(_concerned(copy, factory_ids)):
        with transaction.atomic():
            feed = _held_feed()
            noted += _added(feed, _content_changes(copy, part), now=now)
    return noted


def note_access(factory_ids: Collection[int] | None, *, now: datetime) -> int:
    """Note which brands gained, changed and lost access to reports (of all factories when None); how many changes."""
    with transaction.atomic():
        feed = _held_feed()
        return _added(feed, _access_changes(factory_ids, LocalDays(now)), now=now)


def _concerned(copy: str, factory_ids: Collection[int] | None) -> Collection[int]:
    if factory_ids is not None:
        return factory_ids
    return factories_with_content(copy) | set(ShownContent.objects.values_list("pk", flat=True))


def _slices(factory_ids: Collection[int]) -> Iterator[Sequence[int]]:
    ordered = sorted(set(factory_ids))
    for start in range(0, len(ordered), SLICE):
        yield ordered[start : start + SLICE]


def _held_feed() -> ChangeFeed:
    """The feed, held until the end of the transaction: what is read after this is committed or written here."""
    ChangeFeed.objects.bulk_create([ChangeFeed()], ignore_conflicts=True)
    return ChangeFeed.objects.select_for_update().get(pk=1)


def _content_changes(copy: str, factory_ids: Sequence[int]) -> list[Found]:
    parts = PARTS[copy]
    after = shown_digests(copy, factory_ids)
    before = ShownContent.objects.in_bulk(list(factory_ids))
    changes: list[Found] = []
    changed: list[ShownContent] = []
    for factory in factory_ids:
        row = before.get(factory) or ShownContent(pk=factory)
        different = [part for part in parts if getattr(row, part) != _part(after, factory, part)]
        for part in different:
            digest = _part(after, factory, part)
            changes.append((_kind(part, digest), factory, None))
            setattr(row, part, digest)
        if different:
            changed.append(row)
    ShownContent.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["factory_id"], update_fields=list(parts)
    )
    return changes


def _part(digests: Digests, factory: int, part: str) -> str:
    return digests.get(factory, {}).get(part, "")


def _kind(part: str, digest: str) -> ChangeKind:
    if part == "recognition":
        return ChangeKind.PUBLISHED if digest else ChangeKind.ENDED
    return KINDS[part]


def _access_changes(factory_ids: Collection[int] | None, on: LocalDays) -> list[Found]:
    after = scopes_by_brand(on, factory_ids)
    shown = ShownAccess.objects.all()
    if factory_ids is not None:
        shown = shown.filter(factory_id__in=list(factory_ids))
    before = {
        (brand, factory): scope
        for brand, factory, scope in shown.values_list("brand_id", "factory_id", "scope")
    }
    given = sorted(pair for pair, scope in after.items() if before.get(pair) != scope)
    ended = sorted(before.keys() - after.keys())
    ShownAccess.objects.bulk_create(
        [ShownAccess(brand_id=pair[0], factory_id=pair[1], scope=after[pair]) for pair in given],
        update_conflicts=True,
        unique_fields=["factory_id", "brand_id"],
        update_fields=["scope"],
    )
    gone = set(ended)
    rows = shown.filter(brand_id__in={pair[0] for pair in ended}).values_list("pk", "brand_id", "factory_id")
    lost = [pk for pk, brand, factory in rows if (brand, factory) in gone]
    for start in range(0, len(lost), 500):
        ShownAccess.objects.filter(pk__in=lost[start : start + 500]).delete()
    granted: list[Found] = [(ChangeKind.GRANTED, factory, brand) for brand, factory in given]
    return granted + [(ChangeKind.ACCESS_ENDED, factory, brand) for brand, factory in ended]


def _added(feed: ChangeFeed, changes: Sequence[Found], *, now: datetime) -> int:
    """Give the changes their positions, owe the messages about them, and wake a worker."""
    if not changes:
        return 0
    entries = [
        ChangeEntry(position=position, kind=kind, factory_id=factory, brand_id=brand, at=now)
        for position, (kind, factory, brand) in enumerate(changes, feed.last + 1)
    ]
    insert_objects(entries)
    feed.last = entries[-1].position
    feed.save(update_fields=["last"])
    messages = list(_messages(entries, now))
    if messages:
        insert_objects(messages)
        transaction.on_commit(partial(current_app.send_task, SEND), robust=True)
    return len(entries)


def _messages(entries: Sequence[ChangeEntry], now: datetime) -> Iterator[WebhookMessage]:
    """One for each active endpoint that wants the kind, of brands concerned. Whether it may be sent is asked then."""
    endpoints = list(WebhookEndpoint.objects.filter(state=WebhookEndpoint.State.ACTIVE))
    if not endpoints:
        return
    factories = {entry.factory_id for entry in entries}
    buying = buying_brands({endpoint.brand_id for endpoint in endpoints}, factories, LocalDays(now))
    for endpoint in endpoints:
        for entry in entries:
            if entry.kind not in endpoint.kinds:
                continue
            own = entry.brand_id == endpoint.brand_id
            if own or (entry.brand_id is None and (endpoint.brand_id, entry.factory_id) in buying):
                yield WebhookMessage(endpoint=endpoint, entry=entry, due_at=now, recorded_at=now)
