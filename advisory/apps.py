from __future__ import annotations

from django.apps import AppConfig


class AdvisoryConfig(AppConfig):
    """Advice and what it showed."""

    name = "advisory"
    verbose_name = "Advisory"
