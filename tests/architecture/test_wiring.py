"""The tables that tie the apps together name things that exist."""

from __future__ import annotations

import importlib

import pytest
from django.conf import settings

from betterwork.celery import app
from betterwork.immediate_reactions import IMMEDIATE

app.loader.import_default_modules()


@pytest.mark.parametrize("name", sorted(settings.CELERY_BEAT_SCHEDULE))
def test_what_the_schedule_starts_is_a_task(name: str) -> None:
    assert settings.CELERY_BEAT_SCHEDULE[name]["task"] in app.tasks


@pytest.mark.parametrize("path", sorted({path for paths in IMMEDIATE.values() for path in paths}))
def test_what_happens_at_once_is_a_function(path: str) -> None:
    module, _, name = path.rpartition(".")

    assert callable(getattr(importlib.import_module(module), name))
