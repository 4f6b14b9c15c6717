"""Addresses of the inspectors' room."""

from __future__ import annotations

from django.urls import path

from portal.inspectors import views

urlpatterns = [
    path("priority/", views.priority, name="priority"),
    path("priority/export/", views.priority_export, name="priority_export"),
]
