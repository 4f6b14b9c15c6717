from __future__ import annotations

from django.apps import AppConfig


class FactoriesConfig(AppConfig):
    """The registry: countries, factories, brands, sourcing links and consents."""

    name = "factories"
    verbose_name = "Factories"
