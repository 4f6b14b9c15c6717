"""Several people, or devices, at the same moment: threads with real connections of their own, on either database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from journal.refusals import Refused


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run each in a thread with a connection of its own, all let go at one moment; what each gave or was refused.

    Whatever else one of them raises is raised here.
    """
    ready = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            ready.wait(timeout=20)
            return act()
        except Refused as told:
            return told
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
