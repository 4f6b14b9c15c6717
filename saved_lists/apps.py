from __future__ import annotations

from django.apps import AppConfig


class SavedListsConfig(AppConfig):
    """Lists that people keep under a name."""

    name = "saved_lists"
    verbose_name = "Saved lists"
