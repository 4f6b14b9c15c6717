from __future__ import annotations

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Changes for brands, and messages about them."""

    name = "webhooks"
    verbose_name = "Webhooks"
