from __future__ import annotations

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """The calendar of the programme's courses."""

    name = "courses"
    verbose_name = "Courses"
