from __future__ import annotations

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """The evidence: questionnaires, assessments, visits, plans, committees, systems, learning."""

    name = "assessments"
    verbose_name = "Assessments"
