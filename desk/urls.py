"""Addresses of the desk, and of a factory for whoever looks."""

from __future__ import annotations

from django.urls import path

from desk import views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("assessments/day/", views.day, name="day"),
    path("factories/<str:code>/", views.factory, name="factory"),
    path("factories/<str:code>/history/", views.history, name="history"),
    path("factories/<str:code>/looks/", views.looks, name="looks"),
    path("factories/<str:code>/looks/export/", views.looks_export, name="looks_export"),
    path("factories/<str:code>/history/export/", views.history_export, name="history_export"),
]
