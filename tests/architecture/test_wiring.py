"""The tables that tie the apps together name things that exist."""

from __future__ import annotations

import importlib

import pytest
from django.conf import settings

from betterwork.celery import app
from betterwork.immediate_reactions import IMMEDIATE
from betterwork.reactions import NOTIFY, REACTIONS
from journal.reactions import Concerns, concerns_of

app.loader.import_default_modules()


@pytest.mark.parametrize("name", sorted(settings.CELERY_BEAT_SCHEDULE))
def test_what_the_schedule_starts_is_a_task(name: str) -> None:
    assert settings.CELERY_BEAT_SCHEDULE[name]["task"] in app.tasks


@pytest.mark.parametrize("path", sorted({path for paths in IMMEDIATE.values() for path in paths}))
def test_what_happens_at_once_is_a_function(path: str) -> None:
    module, _, name = path.rpartition(".")

    assert callable(getattr(importlib.import_module(module), name))


@pytest.mark.parametrize("name", sorted({name for names in REACTIONS.values() for name in names}))
def test_each_reaction_is_declared_with_what_it_concerns(name: str) -> None:
    """Only what is worked out from the state as it is may be worked once for many events; notices are of events."""
    assert (concerns_of(name) is Concerns.EVENTS) == (name == NOTIFY)
