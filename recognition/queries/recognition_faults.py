"""Whether each recognition's state is what its last event says."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.queries.verification import CHUNK, VerdictFault
from journal.queries import last_events
from recognition.models import Recognition


def recognition_faults() -> Iterator[VerdictFault]:
    """Every recognition whose state is not what its last event says."""
    latest = last_events("recognition:", "recognition.")
    for row in Recognition.objects.order_by("pk").only("pk", "state").iterator(CHUNK):
        kind, data = latest.get(f"recognition:{row.pk}", ("", {}))
        # an answered appeal leads back or on: its event says where
        if STATES.get(kind, data.get("state")) != row.state:
            message = f"it is {row.state}, but its last event is {kind or 'missing'}; find who changed it"
            yield VerdictFault("recognitions", str(row.pk), "not_as_recorded", message)


STATES = {f"recognition.{state}": state for state in Recognition.State.values} | {
    "recognition.renewed": "published",
    "recognition.reinstated": "published",
}
"""Event kind → the state that it leaves a recognition in."""
