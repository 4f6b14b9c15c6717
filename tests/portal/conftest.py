"""The programme that most tests of the windows look at."""

from __future__ import annotations

import pytest

from tests.portal.world import World, world


@pytest.fixture
def programme(db: None) -> World:
    return world()
