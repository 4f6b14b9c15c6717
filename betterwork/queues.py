"""Which queue a task waits in: publishing has one of its own, with a worker that does nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from betterwork.reactions import PUBLISHING

PUBLISHING_QUEUE = "publishing"


def route(
    name: str,
    args: Sequence[Any],
    kwargs: Mapping[str, Any],  # noqa: ARG001  # Celery's signature
    options: Mapping[str, Any],  # noqa: ARG001
    task: object = None,  # noqa: ARG001
    **_more: object,
) -> dict[str, str] | None:
    """The queue of a message; None for the usual one."""
    wakes = name == "journal.tasks.deliver" and args and args[0] in PUBLISHING
    if wakes or name == "recognition.tasks.publish_due":
        return {"queue": PUBLISHING_QUEUE}
    return None
