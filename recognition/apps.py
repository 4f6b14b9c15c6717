from __future__ import annotations

from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    """The judgement: measures, criteria, verdicts and the recognition lifecycle."""

    name = "recognition"
    verbose_name = "Recognition"
