from __future__ import annotations

from django.apps import AppConfig


class HandoversConfig(AppConfig):
    """Factories handed over by the programme to a labour inspectorate."""

    name = "handovers"
    verbose_name = "Hand-overs"
