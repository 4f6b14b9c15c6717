"""Addresses of the brands' room."""

from __future__ import annotations

from django.urls import path

from portal.brands import views

urlpatterns = [
    path("directory/", views.directory, name="directory"),
    path("directory/compare/", views.directory_compare, name="directory_compare"),
    path("directory/export/", views.directory_export, name="directory_export"),
    path("suppliers/", views.suppliers, name="suppliers"),
    path("suppliers/export/", views.suppliers_export, name="suppliers_export"),
    path("suppliers/compare/", views.compare, name="suppliers_compare"),
    path("factories/<str:code>/access-request/", views.ask_for_access, name="access_request"),
    path(
        "factories/<str:code>/access-request/withdraw/",
        views.withdraw_request,
        name="withdraw_access_request",
    ),
]
