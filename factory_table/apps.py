from __future__ import annotations

from django.apps import AppConfig


class FactoryTableConfig(AppConfig):
    """The staff's list of factories, with columns from every app that knows something of them."""

    name = "factory_table"
    verbose_name = "Factory table"
