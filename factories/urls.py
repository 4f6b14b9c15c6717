"""Addresses of the registry."""

from __future__ import annotations

from django.urls import path

from factories import views

app_name = "factories"
urlpatterns = [
    path("", views.factory_list, name="list"),
    path("export/", views.factory_export, name="export"),
]
