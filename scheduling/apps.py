from __future__ import annotations

from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    """The plan of visits."""

    name = "scheduling"
    verbose_name = "Scheduling"
