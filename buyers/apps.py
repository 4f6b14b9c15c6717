from __future__ import annotations

from django.apps import AppConfig


class BuyersConfig(AppConfig):
    """What brands' people keep for themselves."""

    name = "buyers"
    verbose_name = "Buyers"
