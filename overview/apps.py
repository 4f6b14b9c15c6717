from __future__ import annotations

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """How a country and the programme stand, over the years."""

    name = "overview"
    verbose_name = "Overview"
