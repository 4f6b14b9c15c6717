from __future__ import annotations

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    """What a recognised factory is proud of, in words and a picture."""

    name = "stories"
    verbose_name = "Stories"
