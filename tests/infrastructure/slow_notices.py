"""Telling people takes a worker that includes this module a quarter of a minute a slice, and tells nobody."""

from __future__ import annotations

import time
from collections.abc import Sequence

from betterwork.reactions import NOTIFY
from journal import deliveries
from journal.reactions import Reaction, registered

SECONDS = 15.0


def _slow(name: str) -> Reaction:
    return _slowly if name == NOTIFY else registered(name)


def _slowly(factory_ids: Sequence[int]) -> None:  # whoever they are
    time.sleep(SECONDS)


deliveries.registered = _slow
