"""When a message that was not taken is tried again."""

from __future__ import annotations

from datetime import timedelta

WAITS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""After the first attempt, the second, …: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h."""
ATTEMPTS = len(WAITS) + 1
LONGEST = timedelta(days=1)
JITTER = 0.1  # a wait is longer by up to this share, so that many messages do not come back at one moment


def wait_after(attempts: int, share: float, retry_after: int | None = None) -> timedelta | None:
    """How long until the next attempt; None when there is none.

    Args:
        attempts: made by now, at least one.
        share: a random number from 0 to 1.
        retry_after: seconds that the server named; it is waited at least so long, but a day at most.
    """
    if attempts >= ATTEMPTS:
        return None
    wait = WAITS[attempts - 1] * (1 + JITTER * share)
    named = timedelta(seconds=retry_after or 0)
    return max(wait, min(named, LONGEST))
