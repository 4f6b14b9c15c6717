from __future__ import annotations

from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    """What recognition brings: packages of benefits, and business forums."""

    name = "benefits"
    verbose_name = "Benefits"
