"""Addresses of the registry."""

from __future__ import annotations

from django.urls import path

from factories.views import duplicates, factory_list

app_name = "factories"
urlpatterns = [
    path("", factory_list.factory_list, name="list"),
    path("export/", factory_list.factory_export, name="export"),
    path("duplicates/", duplicates.pairs, name="duplicates"),
    path("duplicates/<int:pair_id>/", duplicates.pair, name="pair"),
    path("duplicates/<int:pair_id>/apart/", duplicates.apart, name="keep_apart"),
    path("duplicates/<int:pair_id>/same/", duplicates.same, name="merge_pair"),
    path("merges/<uuid:merge_id>/", duplicates.merge, name="merge"),
    path("<str:code>/same-as/", duplicates.same_as, name="same_as"),
]
