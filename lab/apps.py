from __future__ import annotations

from django.apps import AppConfig


class LabConfig(AppConfig):
    """Trying out criteria. No tables."""

    name = "lab"
    verbose_name = "Lab"
