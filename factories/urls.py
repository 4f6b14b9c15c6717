"""Addresses of the registry."""

from __future__ import annotations

from django.urls import path

from factories.views import adding, naming, registry

app_name = "factories"
urlpatterns = [
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
]
