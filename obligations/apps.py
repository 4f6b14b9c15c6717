from __future__ import annotations

from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    """What each person has to do, and who stands in while somebody is absent."""

    name = "obligations"
    verbose_name = "Obligations"
