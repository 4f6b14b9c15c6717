from __future__ import annotations

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """What whoever operates an installation needs: backup and restore, figures for monitoring."""

    name = "operations"

    def ready(self) -> None:
        """Register the checks."""
        from operations import checks  # noqa: F401, PLC0415  # registers itself
