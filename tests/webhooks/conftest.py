"""A small programme whose changes were noted once, and a brand's own server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portal.queries.shown_content import LISTINGS, PROGRESS, REPORTS
from tests.portal.world import World, world
from tests.recognition.make import NOW
from tests.webhooks.receiver import Receiver, receiving
from webhooks.projections.changes import note_access, note_content


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    with receiving() as server:
        yield server


@pytest.fixture
def programme(db) -> World:
    made = world()
    noted()
    return made


def noted() -> int:
    """Changes noted as the reactions would; how many."""
    found = sum(note_content(copy, None, now=NOW) for copy in (REPORTS, PROGRESS, LISTINGS))
    return found + note_access(None, now=NOW)
