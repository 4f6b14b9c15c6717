from __future__ import annotations

from django.apps import AppConfig


class FirstRunConfig(AppConfig):
    """Setting up an empty installation."""

    name = "first_run"
