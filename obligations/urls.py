"""Addresses of one's own work, and of who stands in."""

from __future__ import annotations

from django.urls import path

from obligations.views import absence, work

app_name = "obligations"
urlpatterns = [
    path("to-do/", work.to_do, name="list"),
    path("account/absence/", absence.absence, name="absence"),
    path("account/absence/end/", absence.end, name="end_absence"),
]
