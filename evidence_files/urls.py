"""Addresses of files brought in, those of assessments too."""

from __future__ import annotations

from django.urls import path

from evidence_files.views import imports

app_name = "evidence_files"
urlpatterns = [
    path("assessments/import/", imports.import_file, name="import"),
    path("assessments/import/<uuid:job_id>/", imports.imported, name="imported"),
    path("assessments/import/<uuid:job_id>/write/", imports.write, name="import_write"),
]
