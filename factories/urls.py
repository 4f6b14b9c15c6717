"""Addresses of the registry."""

from __future__ import annotations

from django.urls import path

from factories.views import factory_list

app_name = "factories"
urlpatterns = [
    path("", factory_list.factory_list, name="list"),
    path("export/", factory_list.factory_export, name="export"),
]
