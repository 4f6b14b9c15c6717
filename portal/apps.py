from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The windows to the outside: brands, factories, inspectors, the public."""

    name = "portal"
    verbose_name = "Portal"
