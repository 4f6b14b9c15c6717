"""Addresses of the registry."""

from __future__ import annotations

from django.urls import path

from factories.views import factory_list, list_import

app_name = "factories"
urlpatterns = [
    path("", factory_list.factory_list, name="list"),
    path("export/", factory_list.factory_export, name="export"),
    path("import/", list_import.import_list, name="import"),
    path("import/<uuid:job_id>/columns/", list_import.import_columns, name="import_columns"),
    path("import/<uuid:job_id>/preview/", list_import.import_preview, name="import_preview"),
    path("import/<uuid:job_id>/write/", list_import.import_write, name="import_write"),
    path("import/<uuid:job_id>/done/", list_import.import_done, name="import_done"),
    path("import/<uuid:job_id>/cancel/", list_import.import_cancel, name="import_cancel"),
    path("import/<uuid:job_id>/drop/", list_import.import_drop, name="import_drop"),
    path("import/<uuid:job_id>/rest.<str:file_format>", list_import.import_rest, name="import_rest"),
]
