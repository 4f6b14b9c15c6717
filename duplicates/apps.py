from __future__ import annotations

from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    """Merges of factories."""

    name = "duplicates"
    verbose_name = "Duplicates"
