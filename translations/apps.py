from __future__ import annotations

from django.apps import AppConfig
from django.core.signals import request_started


class TranslationsConfig(AppConfig):
    """Corrections of the interface's texts, made by speakers and live without a release."""

    name = "translations"
    verbose_name = "Translations"

    def ready(self) -> None:
        """Read new corrections before a request and before a task."""
        from celery.signals import task_prerun  # noqa: PLC0415  # after the apps are loaded

        from translations.queries.live import refresh_when_due  # noqa: PLC0415

        request_started.connect(refresh_when_due, dispatch_uid="translations")
        task_prerun.connect(refresh_when_due, dispatch_uid="translations")
