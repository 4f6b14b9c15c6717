from __future__ import annotations

from django.apps import AppConfig


class FactoryAdvisersConfig(AppConfig):
    """Who is each factory's adviser, from which day on."""

    name = "factory_advisers"
    verbose_name = "Advisers of factories"
