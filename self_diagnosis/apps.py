from __future__ import annotations

from django.apps import AppConfig


class SelfDiagnosisConfig(AppConfig):
    """What a factory finds at itself."""

    name = "self_diagnosis"
    verbose_name = "Self-diagnosis"
