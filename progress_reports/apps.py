from __future__ import annotations

from django.apps import AppConfig


class ProgressReportsConfig(AppConfig):
    """Dated documents of where a factory stands."""

    name = "progress_reports"
    verbose_name = "Progress reports"
