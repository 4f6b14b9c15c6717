"""Addresses of reports."""

from __future__ import annotations

from django.urls import path

from progress_reports.views import proof, reading, running

app_name = "progress_reports"
urlpatterns = [
    path("factories/<str:code>/reports/", reading.factory_reports, name="factory"),
    path("factories/<str:code>/reports/make/", reading.make, name="make"),
    path("reports/", running.all_reports, name="all"),
    path("reports/make/", running.make_all, name="make_all"),
    path("reports/<str:number>/", reading.report, name="report"),
    path("reports/<str:number>/pdf/", reading.report_pdf, name="pdf"),
    path("n/", proof.number_form, name="number_form"),
    path("n/<str:number>/", proof.proof, name="proof"),
]
