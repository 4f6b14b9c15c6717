"""Addresses of committee meetings, below the factory's own."""

from __future__ import annotations

from django.urls import path

from committees.views import agenda

app_name = "committees"
urlpatterns = [
    path("factories/<str:code>/committee/", agenda.agenda, name="agenda"),
    path("factories/<str:code>/committee/day/", agenda.set_day, name="set_day"),
    path("factories/<str:code>/committee/agenda/", agenda.choose, name="choose"),
    path("factories/<str:code>/committee/worker-points/", agenda.worker_points, name="worker_points"),
]
