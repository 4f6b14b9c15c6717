from __future__ import annotations

from django.apps import AppConfig


class EntryApiConfig(AppConfig):
    """Entering by the API."""

    name = "entry_api"
    verbose_name = "Entering by the API"
