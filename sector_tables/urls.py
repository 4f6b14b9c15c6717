"""Addresses of the sector tables."""

from __future__ import annotations

from django.urls import path

from sector_tables.views import sector_export, sector_pdf, sector_tables

app_name = "sector_tables"
urlpatterns = [
    path("sector-tables/", sector_tables, name="table"),
    path("sector-tables/export/", sector_export, name="export"),
    path("sector-tables/pdf/", sector_pdf, name="pdf"),
]
