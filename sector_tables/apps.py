from __future__ import annotations

from django.apps import AppConfig


class SectorTablesConfig(AppConfig):
    """The sector's counts."""

    name = "sector_tables"
    verbose_name = "Sector tables"
