"""Addresses of plans out of findings, and of the causes."""

from __future__ import annotations

from django.urls import path

from improvement_plans.views import causes, findings

app_name = "improvement_plans"
urlpatterns = [
    path("assessments/<uuid:assessment_id>/plan/", findings.plan_findings, name="plan_findings"),
    path("causes/", causes.causes, name="causes"),
    path("causes/export/", causes.export, name="causes_export"),
]
