"""Address of the assessments as a file."""

from __future__ import annotations

from django.urls import path

from assessment_files.views import assessment_export

app_name = "assessment_files"
urlpatterns = [path("assessments/export/", assessment_export, name="export")]
