"""Addresses of the registry."""

from __future__ import annotations

from django.urls import path

from factories.views import adding, duplicates, factory_list, list_import, naming, registry

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
    path("add/", adding.add, name="add"),
    path("add/looks-like/", adding.looks_like, name="looks_like"),
    path("brands/", naming.brands, name="brands"),
    path("brands/add/", naming.new_brand, name="add_brand"),
    path("brands/<slug:slug>/rename/", naming.rename, name="rename_brand"),
    path("brands/<slug:slug>/merge/", naming.merge, name="merge_brand"),
    path("groups/", naming.groups, name="groups"),
    path("groups/add/", naming.new_group, name="add_group"),
    path("duplicates/", duplicates.pairs, name="duplicates"),
    path("duplicates/<int:pair_id>/", duplicates.pair, name="pair"),
    path("duplicates/<int:pair_id>/apart/", duplicates.apart, name="keep_apart"),
    path("duplicates/<int:pair_id>/same/", duplicates.same, name="merge_pair"),
    path("merges/<uuid:merge_id>/", duplicates.merge, name="merge"),
    path("<str:code>/registry/", registry.registry, name="registry"),
    path("<str:code>/registry/<slug:act>/", registry.change, name="change"),
    path("<str:code>/registry/<slug:act>/<int:row_id>/", registry.change, name="change_row"),
    path("<str:code>/same-as/", duplicates.same_as, name="same_as"),
]
