from __future__ import annotations

from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    """Questionnaires as released."""

    name = "questionnaires"
    verbose_name = "Questionnaires"
