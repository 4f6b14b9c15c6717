from __future__ import annotations

from django.apps import AppConfig


class ImprovementPlansConfig(AppConfig):
    """Plans out of findings; causes counted."""

    name = "improvement_plans"
    verbose_name = "Improvement plans"
