from __future__ import annotations

from django.apps import AppConfig


class NextStepsConfig(AppConfig):
    """How each criterion is met, worked out from a factory's evidence."""

    name = "next_steps"
    verbose_name = "Next steps"
