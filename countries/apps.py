from __future__ import annotations

from django.apps import AppConfig


class CountriesConfig(AppConfig):
    """Countries and their settings."""

    name = "countries"
    verbose_name = "Countries"
