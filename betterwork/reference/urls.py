"""Addresses of the reference pages."""

from __future__ import annotations

from django.urls import path

from betterwork.reference import views

urlpatterns = [
    path("questionnaires/<str:code>/<str:version>/", views.questionnaire, name="questionnaire"),
    path("sector/", views.sector, name="sector"),
    path("sector/export/", views.sector_export, name="sector_export"),
]
