"""Addresses of the windows to the outside."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("portal.public.urls")),
    path("", include("portal.brands.urls")),
    path("", include("portal.inspectors.urls")),
    path("", include("portal.workspace.urls")),
    path("", include("portal.shared_plan.urls")),
]
