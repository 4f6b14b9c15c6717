from __future__ import annotations

from django.apps import AppConfig


class FactoryListsConfig(AppConfig):
    """Factory lists in."""

    name = "factory_lists"
    verbose_name = "Factory lists"
