"""Addresses of the room of a factory's own people."""

from __future__ import annotations

from django.urls import path

from portal.workspace import views

urlpatterns = [
    path("progress/", views.progress, name="progress"),
    path("factories/<str:code>/consents/", views.consent, name="consent"),
]
