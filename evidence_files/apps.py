from __future__ import annotations

from django.apps import AppConfig


class EvidenceFilesConfig(AppConfig):
    """Files of evidence."""

    name = "evidence_files"
    verbose_name = "Evidence files"
