from __future__ import annotations

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """What happened, when, by whom."""

    name = "journal"
    verbose_name = "Journal"
