"""Addresses of the import of a factory list, below those of the registry."""

from __future__ import annotations

from django.urls import path

from factory_lists.views import pages

app_name = "factory_lists"
urlpatterns = [
    path("import/", pages.import_list, name="import"),
    path("import/<uuid:job_id>/columns/", pages.import_columns, name="import_columns"),
    path("import/<uuid:job_id>/preview/", pages.import_preview, name="import_preview"),
    path("import/<uuid:job_id>/write/", pages.import_write, name="import_write"),
    path("import/<uuid:job_id>/done/", pages.import_done, name="import_done"),
    path("import/<uuid:job_id>/cancel/", pages.import_cancel, name="import_cancel"),
    path("import/<uuid:job_id>/drop/", pages.import_drop, name="import_drop"),
    path("import/<uuid:job_id>/rest.<str:file_format>", pages.import_rest, name="import_rest"),
]
