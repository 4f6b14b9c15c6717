from __future__ import annotations

from django.apps import AppConfig


class CriteriaConfig(AppConfig):
    """Measures, criteria documents, and evaluations."""

    name = "criteria"
    verbose_name = "Criteria"
