from __future__ import annotations

from django.apps import AppConfig


class OutsideConfig(AppConfig):
    """Requests to other people's servers."""

    name = "outside"
    verbose_name = "Requests outside"
