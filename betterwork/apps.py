from __future__ import annotations

from django.apps import AppConfig


class BetterworkConfig(AppConfig):
    """The wiring as an app, so that its template tags and commands are found."""

    name = "betterwork"
    verbose_name = "Better Work Recognition"
