"""Addresses of an assessment's form, below the assessment's own."""

from __future__ import annotations

from django.urls import path

from offline_workbook.views import pages

app_name = "offline_workbook"
urlpatterns = [
    path("assessments/<uuid:assessment_id>/form/", pages.form_sheet, name="form_sheet"),
    path("assessments/<uuid:assessment_id>/form.xlsx", pages.give_out, name="form_file"),
    path("assessments/<uuid:assessment_id>/form/store/", pages.store, name="store_form"),
]
