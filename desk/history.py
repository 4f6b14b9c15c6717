"""All that the journal holds of a factory: a page after the other, and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import timezone

from factories.queries.paging import Order
from files.exports import ExportTable
from journal.queries import event_lines

if TYPE_CHECKING:
    from django.db.models import QuerySet

NEWEST = Order(F("id"), int, descending=True)
HEAD = ("at", "kind", "what", "who", "subject", "sequence", "hash")
AT_ONCE = 2000


def history_table(events: QuerySet[Any], *, name: str) -> ExportTable:
    """Events as rows, the oldest first, each with the hash by which it is chained to the one before of its subject."""
    return ExportTable(name, HEAD, _rows(events.order_by("id")))


def _rows(events: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    found = events.iterator(AT_ONCE)
    while part := list(islice(found, AT_ONCE)):
        for event, line in zip(part, event_lines(part), strict=True):
            at = timezone.localtime(line.at).isoformat(timespec="seconds")
            yield at, line.kind, line.sentence, line.actor, line.subject, event.sequence, event.hash
