"""Addresses of the registry."""

from __future__ import annotations

from django.urls import path

from factories.views import adding, duplicates, factory_list, naming, registry

app_name = "factories"
urlpatterns = [
    path("", factory_list.factory_list, name="list"),
    path("export/", factory_list.factory_export, name="export"),
    path("add/", adding.add, name="add"),
    path("add/looks-like/", adding.looks_like, name="looks_like"),
    path("brands/", naming.brands, name="brands"),
    path("brands/add/", naming.new_brand, name="add_brand"),
    path("brands/<slug:slug>/rename/", naming.rename, name="rename_brand"),
    path("brands/<slug:slug>/merge/", naming.merge, name="merge_brand"),
    path("groups/", naming.groups, name="groups"),
    path("groups/add/", naming.new_group, name="add_group"),
    path("<str:code>/registry/", registry.registry, name="registry"),
    path("<str:code>/registry/<slug:act>/", registry.change, name="change"),
    path("<str:code>/registry/<slug:act>/<int:row_id>/", registry.change, name="change_row"),
    path("duplicates/", duplicates.pairs, name="duplicates"),
    path("duplicates/<int:pair_id>/", duplicates.pair, name="pair"),
    path("duplicates/<int:pair_id>/apart/", duplicates.apart, name="keep_apart"),
    path("duplicates/<int:pair_id>/same/", duplicates.same, name="merge_pair"),
    path("merges/<uuid:merge_id>/", duplicates.merge, name="merge"),
    path("<str:code>/same-as/", duplicates.same_as, name="same_as"),
]
