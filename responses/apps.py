from __future__ import annotations

from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    """What a factory's management and its workers' side say to the findings of an assessment."""

    name = "responses"
    verbose_name = "Responses"
