"""Addresses of the room of a factory's own people."""

from __future__ import annotations

from django.urls import path

from portal.workspace.views import appealing, progress, side_by_side

urlpatterns = [
    path("progress/", progress.progress, name="progress"),
    path("progress/export/", side_by_side.export, name="progress_export"),
    path("factories/<str:code>/consents/", progress.consent, name="consent"),
    path("factories/<str:code>/decisions/<uuid:recognition_id>/appeal/", appealing.appeal, name="appeal"),
]
