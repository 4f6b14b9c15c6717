from __future__ import annotations

from django.apps import AppConfig


class OfflineWorkbookConfig(AppConfig):
    """The assessment form as a workbook."""

    name = "offline_workbook"
    verbose_name = "Offline workbook"
