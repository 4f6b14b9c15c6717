"""Addresses of the overview."""

from __future__ import annotations

from django.urls import path

from overview.views import overview, plan_items

app_name = "overview"
urlpatterns = [
    path("overview/", overview.overview, name="overview"),
    path("overview/export/", overview.overview_export, name="export"),
    path("overview/plan-items/", plan_items.plan_items, name="plan_items"),
    path("overview/plan-items/export/", plan_items.plan_items_export, name="plan_items_export"),
]
