"""Addresses of the inspectors' room."""

from __future__ import annotations

from django.urls import path

from portal.inspectors.views import issues, priority

urlpatterns = [
    path("priority/", priority.priority, name="priority"),
    path("priority/export/", priority.priority_export, name="priority_export"),
    path("inspectorate/", issues.inspectorate, name="inspectorate"),
    path("inspectorate/factories/", issues.issue_factories, name="issue_factories"),
    path("inspectorate/factories/export/", issues.issue_factories_export, name="issue_factories_export"),
]
