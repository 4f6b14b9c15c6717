"""Addresses of the room of a factory's own people."""

from __future__ import annotations

from django.urls import path

from portal.workspace.views import access, appealing, progress, side_by_side

urlpatterns = [
    path("progress/", progress.progress, name="progress"),
    path("progress/export/", side_by_side.export, name="progress_export"),
    path("factories/<str:code>/access/", access.report_access, name="report_access"),
    path("factories/<str:code>/access/<int:brand_id>/", access.grant, name="grant_access"),
    path("factories/<str:code>/access/<int:brand_id>/withdraw/", access.withdraw, name="withdraw_access"),
    path(
        "factories/<str:code>/access/requests/<uuid:request_id>/decline/",
        access.decline,
        name="decline_access",
    ),
    path("factories/<str:code>/decisions/<uuid:recognition_id>/appeal/", appealing.appeal, name="appeal"),
]
