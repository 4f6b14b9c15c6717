from __future__ import annotations

from django.apps import AppConfig


class AssessmentFilesConfig(AppConfig):
    """Files of assessments."""

    name = "assessment_files"
    verbose_name = "Assessment files"
