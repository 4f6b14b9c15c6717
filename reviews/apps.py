from __future__ import annotations

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """How a reviewer goes through a submitted assessment."""

    name = "reviews"
    verbose_name = "Reviews"
